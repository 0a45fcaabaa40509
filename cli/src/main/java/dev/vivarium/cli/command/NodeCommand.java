package dev.vivarium.cli.command;

import dev.vivarium.core.model.VivariumException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** A command about one node, which is its first argument. */
abstract class NodeCommand implements Callable<Integer>, Advice {
    @Spec
    CommandSpec command;

    @ParentCommand
    VivariumCommand root;

    @Mixin
    NodeArgument node;

    @Override
    public List<String> after(VivariumException failure) {
        return Advice.onNode(command.name(), node.name(), failure);
    }
}
