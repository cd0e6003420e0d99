/** The signature section of an image: a certificate and its key's COSE signature over PCR0. */
package dev.cosigner.eif.signature;
