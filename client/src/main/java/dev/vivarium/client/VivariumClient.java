package dev.vivarium.client;

/**
 * The provisioner service, as Java calls. What changes something answers at once with an operation, which {@link
 * Operations#follow} sees to its end:
 *
 * <pre>{@code
 * var client = VivariumClient.of(ClientSettings.of(URI.create("http://127.0.0.1:8420")).token(token));
 * var made = client.nodes().create(NodeSpec.builder("muse").bundle("/srv/AGI-core").build());
 * client.operations().follow(made.id(), event -> System.out.println(event.text()));
 * }</pre>
 *
 * <p>Requests that change nothing, and changes with an {@code Idempotency-Key} (each gets one of its own), are sent again when the
 * service is away for a moment. Every failure is a {@link ServiceException}. Safe for use by several threads.
 */
public final class VivariumClient {
    private final Requests requests;

    private VivariumClient(Requests requests) {
        this.requests = requests;
    }

    /** Talks to nobody yet. */
    public static VivariumClient of(ClientSettings settings) {
        return of(settings, Pause.real());
    }

    static VivariumClient of(ClientSettings settings, Pause pause) {
        return new VivariumClient(new Requests(new Exchange(settings, pause), Change.PLAIN));
    }

    /** The same client, whose next change is made with this key or on this condition. */
    public VivariumClient with(Change change) {
        return new VivariumClient(new Requests(requests.exchange(), change));
    }

    /** How it talks to which service. */
    public ClientSettings settings() {
        return requests.exchange().settings();
    }

    /** Virtual machines that each run one bundle. */
    public Nodes nodes() {
        return new Nodes(requests);
    }

    /** Points that a node can be rolled back to. */
    public Snapshots snapshots() {
        return new Snapshots(requests);
    }

    /** Periods of use, with what is done before and after. */
    public Sessions sessions() {
        return new Sessions(requests);
    }

    /** Schedules of sessions and snapshots, and which snapshots stay. */
    public Policies policies() {
        return new Policies(requests);
    }

    /** Durable, observable, cancellable work. */
    public Operations operations() {
        return new Operations(requests);
    }

    /** Where nodes run. */
    public Hypervisors hypervisors() {
        return new Hypervisors(requests);
    }

    /** Disk images. */
    public Images images() {
        return new Images(requests);
    }

    /** Bundles that were registered or uploaded. */
    public Bundles bundles() {
        return new Bundles(requests);
    }

    /** Bundles that come as an archive, in parts; one that was cut off goes on where it was. */
    public Uploads uploads() {
        return new Uploads(requests);
    }

    /** Who may do what. */
    public Tokens tokens() {
        return new Tokens(requests);
    }

    /** Events sent to an address. */
    public Webhooks webhooks() {
        return new Webhooks(requests);
    }

    /** The service itself. */
    public Service service() {
        return new Service(requests);
    }
}
