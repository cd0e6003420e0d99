package dev.cosigner.mpc.rounds;

/**
 * A protocol's constants.
 *
 * @param name the name in messages and transcripts
 * @param rounds how many rounds it has
 * @param maxBytes the longest message body that is parsed, in bytes
 */
public record Protocol(String name, int rounds, int maxBytes) {}
