/**
 * A simulated NSM for development images: documents of exactly AWS's form, signed under a
 * development root that the parent made. It proves nothing, since the parent holds the keys; no
 * production image contains it.
 */
package dev.cosigner.nsm.simulated;
