/**
 * Programs of others that an image is built around: a file tree and the process that starts in it,
 * wherever they were read from.
 */
package dev.cosigner.eif.source;
