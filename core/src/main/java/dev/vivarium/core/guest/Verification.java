package dev.vivarium.core.guest;

import dev.vivarium.cloudinit.bundle.BundleManifest;
import dev.vivarium.core.model.Condition.Name;
import dev.vivarium.core.model.Condition.Status;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.VerificationReport;
import dev.vivarium.core.model.VerificationReport.Check;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Work;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a node is what it should be: the checks that its spec and its bundle call for, once or until they hold.
 *
 * <p>The report says what is wrong and never throws for it; {@link #awaitReady} throws when the guest says that it failed,
 * or when nothing moves any more.
 */
public final class Verification {
    private static final Duration REPORT_LIMIT = Duration.ofSeconds(60);

    private final Node node;
    private final Machine machine;
    private final Optional<BundleManifest> manifest;
    private final Clock clock;

    /** @param manifest of the bundle as it was packed; empty for a node without one */
    public Verification(Node node, Machine machine, Optional<BundleManifest> manifest, Clock clock) {
        this.node = node;
        this.machine = machine;
        this.manifest = manifest;
        this.clock = clock;
    }

    /** Every check, once. Probes are asked only where all else holds: each one leaves a trace in the node's memory. */
    public VerificationReport look(GuestSession guest) {
        return look(guest, ask(guest, GuestCommands.REPORT));
    }

    /** Every check but the probes, once. */
    public VerificationReport glance(GuestSession guest) {
        return look(guest, ask(guest, GuestCommands.REPORT), Checks::withoutProbes);
    }

    /** Every check, with the report that the guest gave when its clock was set, if it did. */
    public VerificationReport look(GuestSession guest, Optional<ResumedGuest> resumed) {
        return look(guest, resumed.flatMap(ResumedGuest::report).orElseGet(() -> ask(guest, GuestCommands.REPORT)));
    }

    VerificationReport look(GuestSession guest, TimedReport told) {
        return look(guest, told, Checks::all);
    }

    private interface Extent {
        List<Check> of(Checks checks, GuestReport report, GuestSession guest);
    }

    private VerificationReport look(GuestSession guest, TimedReport told, Extent extent) {
        Instant at = clock.instant();
        List<Check> checks = extent.of(new Checks(node, machine, manifest, clock), told.report(), guest);
        return new VerificationReport(
                node.id(), at, checks, Optional.of(told.report().uptime()), Optional.of(told.clockOffset()));
    }

    TimedReport ask(GuestSession guest, String command) {
        GuestReport report = report(guest, command);
        return TimedReport.of(report, clock.instant());
    }

    /**
     * Waits until every check passes.
     *
     * @throws VivariumException GUEST_FAULT {@code guest.…} with the guest's log if its own work failed or a service did,
     *     {@code guest.probe-failed} if it answers otherwise than the bundle expects; TIMEOUT {@code guest.not-ready} once
     *     nothing has moved for the limit; CANCELLED
     */
    public VerificationReport awaitReady(GuestSession guest, Patience patience, Work work) {
        return new Readiness(
                        this,
                        node.spec().name(),
                        node.bundle().map(b -> b.digest().toString()).orElse(""),
                        new Inactivity(patience, System::nanoTime),
                        System::nanoTime)
                .await(guest, work);
    }

    /** The report of a node whose machine does not run. */
    public static VerificationReport notRunning(Node node, Machine machine, Instant at) {
        String evidence = "the machine is " + machine.power().name().toLowerCase(Locale.ROOT);
        return single(node, at, new Check(Name.STARTED, "machine", Status.FALSE, evidence, "", Duration.ZERO));
    }

    /** The report of a node whose guest does not answer. */
    public static VerificationReport unreachable(Node node, VivariumException failure, Instant at) {
        return single(
                node,
                at,
                new Check(Name.REACHABLE, "ssh", Status.FALSE, failure.message(), failure.logTail(), Duration.ZERO));
    }

    private static VerificationReport single(Node node, Instant at, Check check) {
        return new VerificationReport(node.id(), at, List.of(check), Optional.empty(), Optional.empty());
    }

    static GuestReport report(GuestSession guest) {
        return report(guest, GuestCommands.REPORT);
    }

    private static GuestReport report(GuestSession guest, String command) {
        ExecResult result = guest.exec(command, REPORT_LIMIT);
        if (!result.ok()) {
            throw new VivariumException(
                    Kind.GUEST_FAULT, GuestErrors.REPORT, "the guest gives no report: " + result.brief());
        }
        return GuestReport.parse(result.out());
    }
}
