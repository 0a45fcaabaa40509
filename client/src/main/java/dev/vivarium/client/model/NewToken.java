package dev.vivarium.client.model;

/** A token that was just made, with the only copy of its secret. */
public record NewToken(Token token, Secret secret) {}
