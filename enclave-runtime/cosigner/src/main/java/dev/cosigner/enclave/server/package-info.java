/**
 * The enclave's server: requests in frames over a stream from the parent, one handler for each
 * method. Whoever connects is untrusted; what a request may do is the handlers' business.
 */
package dev.cosigner.enclave.server;
