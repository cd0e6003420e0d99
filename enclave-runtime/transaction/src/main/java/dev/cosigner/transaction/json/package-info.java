/**
 * JSON (RFC 8259) of which no two readers see different values: bounded, in UTF-8, without
 * duplicate names, numbers as they are written.
 */
package dev.cosigner.transaction.json;
