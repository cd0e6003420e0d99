/**
 * What crosses the border of an enclave. This package holds the one hash construction that every
 * other structure of the border is bound by: {@link dev.cosigner.protocol.DomainHash}.
 */
package dev.cosigner.protocol;
