package dev.vivarium.testkit.guest;

/** What can be wrong with a guest. */
public enum Misbehaviour {
    /** All that it says holds terminal commands, control codes and marks that turn the direction of writing. */
    SPITEFUL,
    /** Its answers are larger than anybody wants to read. */
    ENDLESS_ANSWERS,
    /** It hangs while it boots: the console says something, nothing listens. */
    NEVER_UP,
    /** Its port accepts connections, and nobody says a word. */
    MUTE,
    /** It shows another host key than the one that it was given. */
    WRONG_HOST_KEY,
    /** It lets nobody in. */
    REFUSES_LOGIN,
    /** cloud-init reports an error in the last stage. */
    CLOUD_INIT_ERROR,
    /** cloud-init does not end. */
    CLOUD_INIT_RUNNING,
    /** A slice of the bundle has another digest. */
    BUNDLE_DAMAGED,
    /** The disk is too small for the bundle. */
    NO_SPACE,
    /** {@code init.sh} ended with an error. */
    INIT_FAILED,
    /** The bundle is unpacked for ever; the heartbeat goes on, the progress does not. */
    STUCK_UNPACKING,
    /** The first service crashes again and again. */
    SERVICE_CRASHED,
    /** Services are active, but their ports are closed. */
    PORTS_CLOSED,
    /** The health check answers 500. */
    UNHEALTHY,
    /** The model answers something else than it is asked. */
    TALKS_NONSENSE,
    /** The release of an update cannot run; the guest switches back by itself. */
    UPDATE_FAILED,
    /** The release of an update answers something else than it is asked, until it is kept. */
    UPDATE_TALKS_NONSENSE,
    /** The bundle does not become quiet for a snapshot. */
    QUIESCE_FAILS,
    /** The bundle does not go on after a snapshot. */
    RESUME_FAILS,
    /** The report does not come: the command prints nothing and does not end. */
    REPORT_SILENT,
    /** The report never ends. */
    REPORT_ENDLESS,
    /** The report is far larger than a report. */
    REPORT_HUGE,
    /** The report is no text. */
    REPORT_BINARY
}
