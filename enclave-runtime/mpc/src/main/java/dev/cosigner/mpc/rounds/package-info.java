/**
 * What all protocols share: the frame of messages, the order of rounds, echoes, and the ends of
 * sessions.
 */
package dev.cosigner.mpc.rounds;
