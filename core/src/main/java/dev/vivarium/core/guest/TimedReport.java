package dev.vivarium.core.guest;

import java.time.Duration;
import java.time.Instant;

/**
 * A guest's report, and how its clock stood to ours.
 *
 * @param clockOffset guest time minus ours
 */
record TimedReport(GuestReport report, Duration clockOffset) {

    /** A report that was heard at this moment: its time is the last thing that it tells. */
    static TimedReport of(GuestReport report, Instant heard) {
        return new TimedReport(report, Duration.between(heard, report.now()));
    }
}
