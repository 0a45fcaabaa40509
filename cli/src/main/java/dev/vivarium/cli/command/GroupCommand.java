package dev.vivarium.cli.command;

import picocli.CommandLine.ParentCommand;

/** A command that only holds others. */
public abstract class GroupCommand {
    @ParentCommand
    private VivariumCommand root;

    /** What all commands share. */
    public VivariumCommand root() {
        return root;
    }
}
