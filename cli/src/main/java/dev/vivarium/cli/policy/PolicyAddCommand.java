package dev.vivarium.cli.policy;

import dev.vivarium.cli.command.OptionText;
import dev.vivarium.cli.command.ServiceCommand;
import dev.vivarium.cli.output.ExitCode;
import dev.vivarium.cli.session.BeforeOptions;
import dev.vivarium.client.VivariumClient;
import dev.vivarium.client.model.Policy;
import dev.vivarium.client.model.PolicySpec;
import dev.vivarium.client.model.PolicySpecBuilder;
import dev.vivarium.core.config.DurationText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code policy add}: makes one. */
@Command(
        name = "add",
        description = {
            "Make a policy. With --dry-run only say what it would do.",
            "Never deleted are snapshots that are pinned, made by a person, or in use."
        },
        footer = {
            "",
            "Examples:",
            "  vivarium policy add evenings --node muse --cron '0 19 * * 1-5' --zone Europe/Berlin --lead 5m",
            "  vivarium policy add hourly --label team=atelier --cron '0 * * * *' --no-session --keep-hourly 24 --keep-daily 7"
        })
final class PolicyAddCommand extends ServiceCommand {
    @Parameters(paramLabel = "NAME", description = "What it is called.")
    private String name = "";

    @Option(names = "--node", paramLabel = "NODE", description = "For this node; may be repeated.")
    private List<String> nodes = List.of();

    @Option(
            names = "--label",
            paramLabel = "KEY=VALUE",
            description = "For all nodes with this label; may be repeated.")
    private Map<String, String> labels = new LinkedHashMap<>();

    @Option(
            names = "--cron",
            required = true,
            paramLabel = "FIELDS",
            description = "Minute, hour, day, month, day of the week: when a session starts.")
    private String cron = "";

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            description = "Whose clock that is, such as Europe/Berlin; this machine's by default.")
    private @Nullable String zone;

    @Option(names = "--lead", paramLabel = "TIME", description = "Begin to prepare so long before, such as 5m.")
    private @Nullable String lead;

    @Option(
            names = "--session",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Open a session then (default), or only prepare the node.")
    private boolean session;

    @Mixin
    private BeforeOptions before;

    @Mixin
    private RetentionOptions retention;

    @Option(
            names = "--catch-up",
            paramLabel = "WHAT",
            description = "once (default) or skip what was missed while the service was down.")
    private PolicySpec.@Nullable CatchUp catchUp;

    @Option(
            names = "--overlap",
            paramLabel = "WHAT",
            description = "skip (default) or queue a run while a session is open.")
    private PolicySpec.@Nullable Overlap overlap;

    @Option(names = "--dry-run", description = "Only say what it would do.")
    private boolean dryRun;

    @Override
    public Integer call() {
        VivariumClient client = client();
        PolicySpec spec = policy(client);
        if (dryRun) {
            PolicyView.preview(screen(), client.policies().preview(spec));
            return ExitCode.OK;
        }
        Policy made = client.policies().create(spec);
        screen().document(made);
        PolicyView.show(screen(), made);
        return ExitCode.OK;
    }

    private PolicySpec policy(VivariumClient client) {
        if (nodes.isEmpty() == labels.isEmpty()) {
            throw new ParameterException(spec().commandLine(), "say for which nodes: --node NODE or --label KEY=VALUE");
        }
        PolicySpec.Selection which = nodes.isEmpty()
                ? PolicySpec.Selection.labels(labels)
                : PolicySpec.Selection.ids(
                        nodes.stream().map(n -> node(client, n).id()).toList());
        String clock = Optional.ofNullable(zone)
                .orElseGet(() -> group().root().host().zone().getId());
        PolicySpecBuilder made = PolicySpec.builder(name, which, PolicySpec.Schedule.of(cron, clock))
                .session(session);
        OptionText.parsed(spec(), "--lead", lead, DurationText::parse).ifPresent(made::lead);
        before.before().ifPresent(made::before);
        before.onFailure().ifPresent(made::onFailure);
        before.endsAfter().ifPresent(made::endsAfter);
        before.after().ifPresent(made::after);
        retention.retention().ifPresent(made::retention);
        Optional.ofNullable(catchUp).ifPresent(made::catchUp);
        Optional.ofNullable(overlap).ifPresent(made::overlap);
        return made.build();
    }
}
