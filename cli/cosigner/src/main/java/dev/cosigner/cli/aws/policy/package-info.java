/**
 * Key policies of AWS KMS: reading them, deciding requests as KMS does, finding what is wrong with
 * them, and making those that let one enclave image use a key.
 */
package dev.cosigner.cli.aws.policy;
