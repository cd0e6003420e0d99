/** Why two images measure differently, or are not the same though they measure alike. */
package dev.cosigner.eif.difference;
