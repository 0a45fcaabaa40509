/**
 * Thousands of requests made from {@code openapi.yaml}: good ones, nearly good ones and hostile ones. Whatever is asked, the
 * answer is one of those that the contract promises, and tells nothing of our inside.
 */
@NullMarked
package dev.vivarium.service.fuzz;

import org.jspecify.annotations.NullMarked;
