/**
 * What the enclave asks of Linux itself, through the foreign-function API: mounts, the NSM's
 * device, and the streams between the enclave and its parent, which are AF_VSOCK in a virtual
 * machine and Unix sockets in a process.
 */
package dev.cosigner.enclave.linux;
