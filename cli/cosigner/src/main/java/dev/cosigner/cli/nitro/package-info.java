/**
 * Enclaves of an EC2 instance: the Nitro CLI driven as a program, with what it needs checked
 * beforehand and what it says put into the operator's words.
 */
package dev.cosigner.cli.nitro;
