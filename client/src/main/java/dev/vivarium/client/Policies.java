package dev.vivarium.client;

import dev.vivarium.client.model.Policy;
import dev.vivarium.client.model.PolicyPreview;
import dev.vivarium.client.model.PolicyRun;
import dev.vivarium.client.model.PolicySpec;
import java.util.UUID;

/** Schedules of sessions and snapshots, and which snapshots stay. */
public final class Policies {
    private final Requests requests;

    Policies(Requests requests) {
        this.requests = requests;
    }

    /** By name. */
    public Listing<Policy> list() {
        return new Listing<>(requests, () -> Call.get("/v1/policies").answersPageOf(Policy.class));
    }

    /** Makes a policy. */
    public Policy create(PolicySpec spec) {
        return requests.send(Call.keyed("POST", "/v1/policies").json(spec).answers(Policy.class));
    }

    /** What a policy would do, without making it. */
    public PolicyPreview preview(PolicySpec spec) {
        return requests.send(
                Call.once("POST", "/v1/policies/preview").json(spec).answers(PolicyPreview.class));
    }

    /** A policy, with its next runs. */
    public Policy get(UUID policy) {
        return requests.send(Call.get("/v1/policies/{}", policy).answers(Policy.class));
    }

    /** The same with its ETag. */
    public Tagged<Policy> tagged(UUID policy) {
        return requests.tagged(Call.get("/v1/policies/{}", policy).answers(Policy.class));
    }

    /** Replaces a policy, or makes the one of this id. */
    public Policy put(UUID policy, PolicySpec spec) {
        return requests.send(Call.keyed("PUT", "/v1/policies/{}", policy)
                .matched()
                .json(spec)
                .answers(Policy.class));
    }

    /** Removes a policy; sessions that it opened go on, snapshots stay. */
    public void delete(UUID policy) {
        requests.sendOnly(Call.keyed("DELETE", "/v1/policies/{}", policy).matched());
    }

    /** What it did, newest first. */
    public Listing<PolicyRun> runs(UUID policy) {
        return new Listing<>(
                requests, () -> Call.get("/v1/policies/{}/runs", policy).answersPageOf(PolicyRun.class));
    }
}
