package dev.vivarium.proxmox.fake.http;

import java.util.Map;

/** A request that is answered with a failure, or a task that ends with one. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int status;
    private final boolean bare;
    private final String reason;
    private final transient Map<String, String> errors;

    private Refusal(int status, String reason, boolean bare, Map<String, String> errors) {
        super(reason);
        this.reason = reason;
        this.status = status;
        this.bare = bare;
        this.errors = Map.copyOf(errors);
    }

    /** 500, as all that goes wrong in the code behind the API. */
    public static Refusal of(String reason) {
        return new Refusal(500, reason, false, Map.of());
    }

    /** Another status. */
    public static Refusal of(int status, String reason) {
        return new Refusal(status, reason, false, Map.of());
    }

    /** A status without a body. */
    public static Refusal bare(int status, String reason) {
        return new Refusal(status, reason, true, Map.of());
    }

    /** 400, with what is wrong with each parameter. */
    public static Refusal parameters(Map<String, String> errors) {
        return new Refusal(400, "Parameter verification failed.", false, errors);
    }

    /** 400 for one parameter. */
    public static Refusal parameter(String name, String error) {
        return parameters(Map.of(name, error));
    }

    /** 403. */
    public static Refusal denied(String what) {
        return of(403, "Permission check failed" + (what.isEmpty() ? "" : " (" + what + ")"));
    }

    public int status() {
        return status;
    }

    public String reason() {
        return reason;
    }

    public boolean bare() {
        return bare;
    }

    public Map<String, String> errors() {
        return errors;
    }
}
