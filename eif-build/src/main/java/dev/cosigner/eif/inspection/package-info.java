/**
 * Images of any origin, looked into and compared: what is in them, and why they measure
 * differently.
 */
package dev.cosigner.eif.inspection;
