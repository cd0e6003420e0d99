/** How fast images are built and measured on this machine. */
package dev.cosigner.eif.bench;
