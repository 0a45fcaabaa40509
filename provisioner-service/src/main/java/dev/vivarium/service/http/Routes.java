package dev.vivarium.service.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which code answers which operation of the contract. */
public final class Routes {
    private final Contract contract;
    private final Map<String, Endpoint> endpoints;
    private final Map<String, Handler> reads = new HashMap<>();
    private final Map<String, Preparation> changes = new HashMap<>();
    private final List<Endpoint> pages = new ArrayList<>();

    /** None yet. */
    public Routes(Contract contract) {
        this.contract = contract;
        this.endpoints = contract.byId();
    }

    /** Answers a request that changes nothing, or whose change is not in the database. */
    @FunctionalInterface
    public interface Handler {
        /** The answer. */
        Reply handle(Request request);
    }

    /** Does all of a changing request that may take long, and returns the rest. */
    @FunctionalInterface
    public interface Preparation {
        /** What is left to do. */
        Change prepare(Request request);
    }

    /** Answers this operation. */
    public Routes on(String operationId, Handler handler) {
        reads.put(known(operationId), handler);
        return this;
    }

    /** Answers this operation, which changes something: checked first, then written in one transaction. */
    public Routes change(String operationId, Preparation preparation) {
        changes.put(known(operationId), preparation);
        return this;
    }

    /** Answers a path outside the contract, for browsers. */
    public Routes page(String path, Handler handler) {
        pages.add(new Endpoint("page " + path, "GET", path, Optional.empty(), Set.of(), Set.of()));
        reads.put("page " + path, handler);
        return this;
    }

    /** @throws IllegalStateException if the contract promises an operation that nothing answers */
    void checkComplete() {
        List<String> unanswered = contract.endpoints().stream()
                .map(Endpoint::operationId)
                .filter(id -> !reads.containsKey(id) && !changes.containsKey(id))
                .sorted()
                .toList();
        if (!unanswered.isEmpty()) {
            throw new IllegalStateException("openapi.yaml promises what nothing answers: " + unanswered);
        }
    }

    /** What the routes are of. */
    public Contract contract() {
        return contract;
    }

    List<Endpoint> endpoints() {
        List<Endpoint> all = new ArrayList<>(contract.endpoints());
        all.addAll(pages);
        return all;
    }

    Handler read(String operationId) {
        return Optional.ofNullable(reads.get(operationId))
                .orElseThrow(() -> new IllegalArgumentException("nothing answers " + operationId));
    }

    Optional<Preparation> change(String operationId) {
        return Optional.ofNullable(changes.get(operationId));
    }

    private String known(String operationId) {
        if (!endpoints.containsKey(operationId)) {
            throw new IllegalArgumentException("openapi.yaml has no operation " + operationId);
        }
        if (reads.containsKey(operationId) || changes.containsKey(operationId)) {
            throw new IllegalArgumentException(operationId + " is answered twice");
        }
        return operationId;
    }
}
