package dev.vivarium.client.model;

/**
 * The end of what a node's guest wrote to its serial console.
 *
 * @param text without control codes
 */
public record Console(String text) {}
