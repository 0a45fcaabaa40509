package dev.vivarium.client.model;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes a {@link PolicySpec}; what is not said is the service's default. */
public final class PolicySpecBuilder {
    private final String name;
    private final PolicySpec.Selection nodes;
    private final PolicySpec.Schedule schedule;
    private @Nullable Boolean enabled;
    private @Nullable Duration lead;
    private @Nullable Boolean session;
    private @Nullable Before before;
    private @Nullable OnFailure onFailure;
    private @Nullable Duration endsAfter;
    private @Nullable After after;
    private @Nullable Retention retention;
    private PolicySpec.@Nullable CatchUp catchUp;
    private PolicySpec.@Nullable Overlap overlap;

    PolicySpecBuilder(String name, PolicySpec.Selection nodes, PolicySpec.Schedule schedule) {
        this.name = name;
        this.nodes = nodes;
        this.schedule = schedule;
    }

    /** Whether it is carried out. */
    public PolicySpecBuilder enabled(boolean value) {
        enabled = value;
        return this;
    }

    /** How long before the schedule the preparation begins. */
    public PolicySpecBuilder lead(Duration value) {
        lead = value;
        return this;
    }

    /** Whether a session is opened when it is due. */
    public PolicySpecBuilder session(boolean value) {
        session = value;
        return this;
    }

    /** What happens before the session. */
    public PolicySpecBuilder before(Before value) {
        before = value;
        return this;
    }

    /** What becomes of a session whose preparation failed. */
    public PolicySpecBuilder onFailure(OnFailure value) {
        onFailure = value;
        return this;
    }

    /** When it ends by itself. */
    public PolicySpecBuilder endsAfter(Duration value) {
        endsAfter = value;
        return this;
    }

    /** What happens after it. */
    public PolicySpecBuilder after(After value) {
        after = value;
        return this;
    }

    /** Which snapshots stay. */
    public PolicySpecBuilder retention(Retention value) {
        retention = value;
        return this;
    }

    /** What becomes of runs that were missed. */
    public PolicySpecBuilder catchUp(PolicySpec.CatchUp value) {
        catchUp = value;
        return this;
    }

    /** What becomes of a run while a session is open. */
    public PolicySpecBuilder overlap(PolicySpec.Overlap value) {
        overlap = value;
        return this;
    }

    /** The policy. */
    public PolicySpec build() {
        return new PolicySpec(
                name,
                Optional.ofNullable(enabled),
                nodes,
                schedule,
                Optional.ofNullable(lead),
                Optional.ofNullable(session),
                Optional.ofNullable(before),
                Optional.ofNullable(onFailure),
                Optional.ofNullable(endsAfter),
                Optional.ofNullable(after),
                Optional.ofNullable(retention),
                Optional.ofNullable(catchUp),
                Optional.ofNullable(overlap));
    }
}
