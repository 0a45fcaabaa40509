package dev.vivarium.core;

import dev.vivarium.core.engine.Installation;
import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.Machine;
import dev.vivarium.core.model.NodeId;
import dev.vivarium.core.model.VivariumException;
import dev.vivarium.core.spi.Hypervisor;
import java.util.Optional;
import java.util.function.BiFunction;

/** Asks a hypervisor about the machine that a node has; one that is half-made, or gone just now, has no answer. */
final class MachineQuestions {
    private final Installation installation;

    MachineQuestions(Installation installation) {
        this.installation = installation;
    }

    <T> Optional<T> ask(NodeId id, BiFunction<Hypervisor, Machine, Optional<T>> question) {
        return installation.journal().node(id).flatMap(node -> {
            Hypervisor hypervisor = installation.hypervisor(node.spec().hypervisor());
            return node.machine().flatMap(machine -> answer(hypervisor, machine, question));
        });
    }

    private static <T> Optional<T> answer(
            Hypervisor hypervisor, Machine machine, BiFunction<Hypervisor, Machine, Optional<T>> question) {
        try {
            return question.apply(hypervisor, machine);
        } catch (VivariumException e) {
            if (e.kind() == Kind.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
