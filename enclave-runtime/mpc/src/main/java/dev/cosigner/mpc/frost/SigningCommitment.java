package dev.cosigner.mpc.frost;

import dev.cosigner.mpc.curve.Point;

/**
 * A member's commitments to its two nonces, RFC 9591, section 5.1.
 *
 * @param hiding the hiding nonce times the generator
 * @param binding the binding nonce times the generator
 */
record SigningCommitment(Point hiding, Point binding) {}
