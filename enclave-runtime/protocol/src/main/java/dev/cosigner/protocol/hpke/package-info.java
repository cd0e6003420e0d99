/**
 * Hybrid public-key encryption (RFC 9180) in one suite and one mode: DHKEM(X25519, HKDF-SHA256),
 * HKDF-SHA256 and AES-256-GCM, base mode, one message per encapsulation. {@link
 * dev.cosigner.protocol.hpke.Hpke} seals to a public key, {@link
 * dev.cosigner.protocol.hpke.HpkePrivateKey} opens. The primitives are the JDK's.
 *
 * <p>Base mode says nothing about the sender: what is sealed has to be signed beside it.
 */
package dev.cosigner.protocol.hpke;
