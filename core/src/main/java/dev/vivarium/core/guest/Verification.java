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
    private static final Duration POLL = Duration.ofSeconds(1);

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

    /** Every check, once. */
    public VerificationReport look(GuestSession guest) {
        Instant at = clock.instant();
        GuestReport report = report(guest);
        Duration offset = GuestClock.offset(guest, clock);
        List<Check> checks = new Checks(node, machine, manifest, clock).all(report, guest);
        return new VerificationReport(node.id(), at, checks, Optional.of(report.uptime()), Optional.of(offset));
    }

    /**
     * Waits until every check passes.
     *
     * @throws VivariumException GUEST_FAULT {@code guest.…} with the guest's log if its own work failed or a service did;
     *     TIMEOUT {@code guest.not-ready} once nothing has moved for the limit; CANCELLED
     */
    public VerificationReport awaitReady(GuestSession guest, Patience patience, Work work) {
        Inactivity inactivity = new Inactivity(patience, System::nanoTime);
        String moved = "";
        while (true) {
            work.checkCancelled();
            Optional<GuestReport> report = reportIfAny(guest);
            String now = report.map(Verification::movement).orElse("");
            if (!now.equals(moved)) {
                moved = now;
                inactivity.moved();
            }
            report.flatMap(GuestReport::node)
                    .flatMap(GuestReport.NodeStatus::failure)
                    .ifPresent(f -> {
                        throw failed(f);
                    });
            if (report.isPresent() && isSettled(report.get())) {
                VerificationReport all = look(guest);
                if (all.ready()) {
                    return all;
                }
                work.progress(-1, describe(all));
                giveUpIf(inactivity.exceeded(), all);
            } else {
                work.progress(-1, report.map(Verification::describe).orElse("cloud-init is at work"));
                giveUpIf(inactivity.exceeded(), report);
            }
            work.pause(POLL);
        }
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

    private static GuestReport report(GuestSession guest) {
        ExecResult result = guest.exec(GuestCommands.REPORT, REPORT_LIMIT);
        if (!result.ok()) {
            throw new VivariumException(
                    Kind.GUEST_FAULT, GuestErrors.REPORT, "the guest gives no report: " + result.brief());
        }
        return GuestReport.parse(result.out());
    }

    /** Early in the first boot cloud-init has not written the command yet. */
    private static Optional<GuestReport> reportIfAny(GuestSession guest) {
        try {
            return Optional.of(report(guest));
        } catch (VivariumException e) {
            if (e.code().equals(GuestErrors.REPORT) || GuestErrors.isPassing(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static String movement(GuestReport report) {
        return report.node().map(GuestReport.NodeStatus::moved).orElse("")
                + report.cloudInit().moved()
                + report.services();
    }

    private static boolean isSettled(GuestReport report) {
        return report.cloudInit().finished()
                && report.node().map(s -> s.phase().equals("ready")).orElse(false);
    }

    private static String describe(GuestReport report) {
        String cloudInit = report.cloudInit().finished() ? "" : "cloud-init is at work";
        String node = report.node().map(s -> s.phase() + ": " + s.detail()).orElse("");
        return node.isEmpty() ? cloudInit : node;
    }

    private static String describe(VerificationReport report) {
        return report.firstFailure().map(c -> c.name() + ": " + c.evidence()).orElse("ready");
    }

    private static VivariumException failed(GuestReport.Failure failure) {
        String code = "guest." + failure.code().toLowerCase(Locale.ROOT).replace('_', '-');
        return new VivariumException(Kind.GUEST_FAULT, code, "in the guest: " + failure.message())
                .withLog(failure.logTail());
    }

    private void giveUpIf(boolean exceeded, VerificationReport report) {
        if (exceeded) {
            Check check = report.firstFailure().orElseThrow();
            throw notReady(check.name() + ": " + check.evidence()).withLog(check.logTail());
        }
    }

    private void giveUpIf(boolean exceeded, Optional<GuestReport> report) {
        if (exceeded) {
            throw notReady(report.map(Verification::describe).orElse("the guest gives no report"));
        }
    }

    private VivariumException notReady(String why) {
        return new VivariumException(
                Kind.TIMEOUT,
                "guest.not-ready",
                "the node is not ready, and nothing moved for "
                        + node.spec().inactivityLimit().toSeconds() + " s: "
                        + why + ". Look inside with 'vivarium ssh "
                        + node.spec().name() + "' or 'vivarium logs "
                        + node.spec().name() + "'");
    }
}
