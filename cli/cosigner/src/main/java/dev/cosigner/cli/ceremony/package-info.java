/**
 * The operator's side of the ceremonies: plans, approvals, pairing words, and carrying envelopes
 * between launched enclaves. Certificates are verified here before anything is shown or kept.
 */
package dev.cosigner.cli.ceremony;
