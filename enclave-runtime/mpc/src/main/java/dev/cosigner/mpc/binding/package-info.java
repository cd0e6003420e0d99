/** Native libraries, bound through the foreign-function API. */
package dev.cosigner.mpc.binding;
