/** Transactions in files: their bytes in the forms in which tools write them, decoded. */
package dev.cosigner.cli.transaction;
