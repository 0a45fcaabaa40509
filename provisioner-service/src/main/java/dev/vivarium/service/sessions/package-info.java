/**
 * Sessions: periods of use of a node, with what is done before and after. What comes next is decided by {@link
 * dev.vivarium.service.sessions.SessionCourse}, a pure function; {@link dev.vivarium.service.sessions.OpenSessions} carries it
 * out, one short transaction a step. Knows neither policies nor HTTP servers.
 */
@NullMarked
package dev.vivarium.service.sessions;

import org.jspecify.annotations.NullMarked;
