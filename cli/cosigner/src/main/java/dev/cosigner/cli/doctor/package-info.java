/** What a machine lacks for what an operator wants to do with it. */
package dev.cosigner.cli.doctor;
