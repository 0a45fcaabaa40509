package dev.vivarium.client.model;

/** A webhook that was just made, with the only copy of its secret. */
public record NewWebhook(Webhook webhook, Secret secret) {}
