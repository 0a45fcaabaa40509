/**
 * HTTP without any resource: routes by operationId from {@code openapi.yaml}, strict JSON, problems (RFC 9457), paging,
 * entity tags, limits, server-sent events. Resources register with {@link dev.vivarium.service.http.Routes}; who may come in
 * and how a change is made durable is told to it ({@link dev.vivarium.service.http.Gate},
 * {@link dev.vivarium.service.http.Ledger}). Only {@link dev.vivarium.service.http.Server} knows Javalin.
 */
@NullMarked
package dev.vivarium.service.http;

import org.jspecify.annotations.NullMarked;
