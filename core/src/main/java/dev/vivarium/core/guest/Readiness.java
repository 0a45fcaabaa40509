package dev.vivarium.core.guest;

import dev.vivarium.core.model.Condition.Name;
import dev.vivarium.core.model.Condition.Status;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VerificationReport;
import dev.vivarium.core.model.VerificationReport.Check;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Work;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Waits until a node is READY, has failed, or does not move any more. */
final class Readiness {
    /**
     * How long the guest waits for something to decide before it reports how far it is: a report costs an emulated guest what
     * it needs for its boot.
     */
    private static final Duration WAIT = Duration.ofSeconds(4);

    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration SLOWEST_POLL = Duration.ofSeconds(5);

    /** An answer may come before the model is warm, but not for ever. */
    private static final int WRONG_ANSWERS = 3;

    private final Verification verification;
    private final String name;
    private final String bundleDigest;
    private final Inactivity inactivity;
    private final LongSupplier nanos;
    private String moved = "";
    private String trouble = "";
    private int wrongAnswers;

    /** @param bundleDigest of the bundle that shall run; empty for none */
    Readiness(Verification verification, String name, String bundleDigest, Inactivity inactivity, LongSupplier nanos) {
        this.verification = verification;
        this.name = name;
        this.bundleDigest = bundleDigest;
        this.inactivity = inactivity;
        this.nanos = nanos;
    }

    VerificationReport await(GuestSession guest, Work work) {
        while (true) {
            work.checkCancelled();
            long asked = nanos.getAsLong();
            Optional<TimedReport> told =
                    ifAny(() -> verification.ask(guest, GuestCommands.reportWithin(WAIT.toSeconds())));
            Optional<GuestReport> report = told.map(TimedReport::report);
            report.ifPresent(this::note);
            boolean settled = report.filter(Readiness::isSettled).isPresent();
            long looked = settled ? nanos.getAsLong() : asked;
            Optional<VerificationReport> look =
                    told.filter(t -> settled).flatMap(t -> ifAny(() -> verification.look(guest, t)));
            if (look.isPresent() && look.get().ready()) {
                return look.get();
            }
            look.flatMap(VerificationReport::firstFailure).ifPresent(this::judge);
            String stage = look.map(Readiness::describe)
                    .orElseGet(() -> report.map(Readiness::describe).orElse(trouble));
            work.progress(
                    report.flatMap(GuestReport::node)
                            .map(GuestReport.NodeStatus::fraction)
                            .orElse(-1.0),
                    stage);
            if (inactivity.exceeded()) {
                throw notReady(stage)
                        .withLog(look.flatMap(VerificationReport::firstFailure)
                                .map(Check::logTail)
                                .orElse(""));
            }
            Duration took = Duration.ofNanos(nanos.getAsLong() - looked);
            if (settled || took.compareTo(WAIT) < 0) {
                work.pause(pause(took));
            }
        }
    }

    /** Early in the first boot cloud-init has not written the command yet; and a guest that reboots hangs up. */
    private <T> Optional<T> ifAny(Supplier<T> question) {
        try {
            return Optional.of(question.get());
        } catch (VivariumException e) {
            if (GuestErrors.isPassing(e)) {
                trouble = e.message();
            } else if (GuestErrors.is(e, GuestErrors.REPORT)) {
                trouble = "cloud-init is at work";
            } else {
                throw e;
            }
            return Optional.empty();
        }
    }

    private void note(GuestReport report) {
        String now = report.node().map(GuestReport.NodeStatus::moved).orElse("")
                + report.cloudInit().moved()
                + report.services()
                + report.containers();
        if (!now.equals(moved)) {
            moved = now;
            inactivity.moved();
        }
        // only what is said of this boot counts
        Optional<GuestReport.NodeStatus> status =
                report.node().filter(n -> n.bootId().equals(report.bootId()));
        status.flatMap(GuestReport.NodeStatus::failure).ifPresent(f -> {
            throw failed(f, remedy(code(f)));
        });
        status.flatMap(GuestReport.NodeStatus::update)
                .filter(u -> u.bundleDigest().equals(bundleDigest))
                .ifPresent(u -> {
                    throw failed(u.failure(), "; its log says why; mend the bundle, then update again");
                });
    }

    private void judge(Check failure) {
        if (failure.condition() == Name.CPU_FEATURES_PRESENT && failure.status() == Status.FALSE) {
            throw new VivariumException(Kind.GUEST_FAULT, "guest.cpu-features", failure.evidence());
        }
        boolean wrong = failure.condition() == Name.PROBES_PASSED && failure.status() == Status.FALSE;
        wrongAnswers = wrong ? wrongAnswers + 1 : 0;
        if (wrongAnswers >= WRONG_ANSWERS) {
            throw new VivariumException(
                    Kind.GUEST_FAULT,
                    "guest.probe-failed",
                    failure.name() + " failed " + WRONG_ANSWERS + " times: " + failure.evidence());
        }
    }

    private static boolean isSettled(GuestReport report) {
        return (report.cloudInit().finished() || !report.cloudInit().begun())
                && report.node().map(s -> s.phase().equals("ready")).orElse(false);
    }

    private static String describe(GuestReport report) {
        String cloudInit = report.cloudInit().finished() ? "" : "cloud-init is at work";
        String node = report.node().map(s -> s.phase() + ": " + s.detail()).orElse("");
        return node.isEmpty() || node.startsWith("ready") ? cloudInit : node;
    }

    private static String describe(VerificationReport report) {
        return report.firstFailure().map(c -> c.name() + ": " + c.evidence()).orElse("ready");
    }

    /** A guest that does not wait by itself, or is looked at, has two thirds of its time for itself. */
    private static Duration pause(Duration took) {
        Duration twice = took.multipliedBy(2);
        if (twice.compareTo(POLL) < 0) {
            return POLL;
        }
        return twice.compareTo(SLOWEST_POLL) > 0 ? SLOWEST_POLL : twice;
    }

    private static VivariumException failed(GuestReport.Failure failure, String remedy) {
        return new VivariumException(Kind.GUEST_FAULT, code(failure), "in the guest: " + failure.message() + remedy)
                .withLog(failure.logTail());
    }

    private static String code(GuestReport.Failure failure) {
        return "guest." + failure.code().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String remedy(String code) {
        return switch (code) {
            case "guest.bundle-damaged", "guest.medium-missing" ->
                "; remove the node and make it again, the medium is then packed afresh";
            case "guest.no-space" -> "; give the node a larger disk";
            case "guest.init-failed", "guest.service-failed" ->
                "; its log says why; mend the bundle, then make the node again";
            default -> "";
        };
    }

    private VivariumException notReady(String why) {
        return new VivariumException(
                Kind.TIMEOUT,
                "guest.not-ready",
                "the node is not ready, and nothing moved for "
                        + inactivity.limit().toSeconds() + " s: " + why + ". Look inside with 'vivarium ssh " + name
                        + "' or 'vivarium logs " + name + "'");
    }
}
