package dev.vivarium.core.engine;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VerificationReport;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Key;
import java.util.List;

/** Looks once, thoroughly, whether the node is what it should be; its state follows. The way out of FAILED. */
public final class VerifyNode implements Recipe<VerifyNode.Request, VerificationReport> {
    private static final Key<VerificationReport> REPORT = Key.of("verify.report", VerificationReport.class);

    /** Nothing more needs to be said. */
    public record Request() {}

    @Override
    public String kind() {
        return "verify";
    }

    @Override
    public Class<Request> requestType() {
        return Request.class;
    }

    @Override
    public List<Step<Request>> steps(Request request) {
        return List.of(Step.of(
                "verify",
                "checking the node",
                (q, c) -> c.share(REPORT, c.guest().verify())));
    }

    /** A look that was cancelled tells nothing of the node. */
    @Override
    public void failed(Request request, StepContext c, VivariumException failure, boolean undone) {
        if (failure.kind() != Kind.CANCELLED) {
            c.guest().settle(failure);
        }
    }

    @Override
    public VerificationReport result(Request request, StepContext c) {
        return c.shared(REPORT).orElseThrow();
    }
}
