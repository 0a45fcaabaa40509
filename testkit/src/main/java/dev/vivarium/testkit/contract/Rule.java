package dev.vivarium.testkit.contract;

import dev.vivarium.core.model.Capability;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The contract: what every provider promises. What is not a rule may differ between providers and may change. Numbers are
 * for ever: a rule that goes leaves a gap. A rule without a capability is mandatory.
 */
public enum Rule {
    R01("A machine that was created is found by its node, is off, and is the only one."),
    R02("Creating twice gives the same machine, with the same journal and with an empty one."),
    R03("A machine is found after its creation was cut short, and creating again completes it."),
    R04("Deleting removes everything; deleting what is gone succeeds."),
    R05("A half-made machine can be deleted; nothing is left."),
    R06("Starting twice is starting once."),
    R07("Stopping twice is stopping once; by force as well."),
    R08("A machine that runs can be deleted."),
    R09("The list holds all machines of this installation and nothing else."),
    R10("Machines of other installations are never found, listed, changed or deleted."),
    R11("Closing a connection leaves machines as they are; the next connection sees the same."),
    R12(
            "Published ports differ between machines and stay the same over stop, start and reconnection.",
            Capability.PORT_FORWARD),
    R13("Preflight finds nothing wrong with a good spec, and makes nothing."),
    R14("Preflight finds an image that is not there; creating then fails and leaves nothing."),
    R15("Every failure is a VivariumException with a code and a message; what is gone is NOT_FOUND."),
    R16("A creation that is cancelled can be completed, or deleted without a trace."),
    R17("Two connections work at the same time without disturbing each other."),
    R18("A started machine that is looked up says RUNNING; after its stop it says OFF."),
    R20("The drives hold what was asked for, and drives that were not named are empty."),
    R21("Giving the same media twice changes nothing."),
    R22("Media are changed while the machine runs, and it runs on."),
    R23("The media that the spec names are there after the creation."),
    R24("A medium for a drive that the machine lacks, or a file that is not there, is refused and changes nothing."),
    R30("A live snapshot is taken of a running machine, which runs on.", Capability.SNAPSHOT_LIVE),
    R31("A stopped snapshot is taken of a machine that is off, which stays off.", Capability.SNAPSHOT_STOPPED),
    R32("Taking the same id twice gives one snapshot.", Capability.SNAPSHOT_STOPPED),
    R33("Names are kept as given: Cyrillic, spaces, quotes, 255 characters.", Capability.SNAPSHOT_STOPPED),
    R34("Snapshots are listed oldest first, each with the parent that its disk stood on.", Capability.SNAPSHOT_STOPPED),
    R35("Any node of the tree can be rolled back to; what is taken next is its child.", Capability.ROLLBACK_ANY),
    R36("Rolling back to an unknown snapshot is NOT_FOUND, and the machine is as before.", Capability.SNAPSHOT_STOPPED),
    R37(
            "A rollback to a live snapshot leaves the machine running, whether it ran before or not.",
            Capability.SNAPSHOT_LIVE),
    R38("A rollback to a snapshot of the disk leaves the machine off.", Capability.SNAPSHOT_STOPPED),
    R39("A kind that does not fit the machine's power is a CONFLICT and leaves nothing.", Capability.SNAPSHOT_STOPPED),
    R40("Deleting a snapshot keeps its children, which can still be rolled back to.", Capability.ROLLBACK_ANY),
    R41("Deleting a snapshot twice is deleting it once.", Capability.SNAPSHOT_STOPPED),
    R42("Snapshots and their tree are the same for the next connection.", Capability.SNAPSHOT_STOPPED),
    R43("A rollback keeps what is in the drives now.", Capability.SNAPSHOT_STOPPED),
    R44("A live snapshot brings back memory and disk.", Capability.SNAPSHOT_LIVE),
    R45("A machine with snapshots is deleted whole.", Capability.SNAPSHOT_STOPPED),
    R46(
            "A live snapshot is rolled back to by the next process, with other media in the drives.",
            Capability.SNAPSHOT_LIVE),
    R47(
            "A frozen snapshot is taken of a running machine, which runs on; the rollback to it leaves the machine off.",
            Capability.SNAPSHOT_FROZEN),
    R48(
            "Cut at every line of a frozen snapshot, then called again: exactly one snapshot, and the guest is not frozen.",
            Capability.SNAPSHOT_FROZEN),
    R50("The console grows while the guest starts, and its tail is what was written last.", Capability.CONSOLE),
    R51("The tail is never longer than asked for; a machine that is gone is NOT_FOUND.", Capability.CONSOLE),
    R52("Reading on from a position gives what was written since, in whole characters, once.", Capability.CONSOLE),
    R60("Cut at every line of create, then called again: exactly one machine."),
    R61("Cut at every line of start, then called again: it runs, once."),
    R62("Cut at every line of stop, then called again: it is off."),
    R63("Cut at every line of delete, then called again: nothing is left."),
    R64("Cut at every line of a change of media, then called again: the drives hold what was asked for."),
    R65("Cut at every line of a live snapshot, then called again: exactly one snapshot.", Capability.SNAPSHOT_LIVE),
    R66(
            "Cut at every line of a stopped snapshot, then called again: exactly one snapshot.",
            Capability.SNAPSHOT_STOPPED),
    R67("Cut at every line of a rollback, then called again: it is done.", Capability.SNAPSHOT_STOPPED),
    R68(
            "Cut at every line of a snapshot's removal, then called again: it is gone, the others stay.",
            Capability.SNAPSHOT_STOPPED),
    R69("Cut at every line of create, then deleted: nothing is left."),
    R70("Every capability is answered by yes or by a reason."),
    R71("A snapshot kind that is denied is UNSUPPORTED with the same reason."),
    R72("Where rollback to any is denied, an older snapshot is refused with the same reason, and nothing changes."),
    R73("The console facet is there exactly where the capability is."),
    R74("A spec that needs what is denied is found by preflight and refused by create with the same reason."),
    R75("Without port forwards no port is published; with them every port of the spec, and 22, is."),
    R76(
            "The facet for clones is there exactly where a kind of clone is supported, and the one for GPUs where passing them through is."),
    R77("GPUs have addresses of their own; one that cannot be used says why, and what to do."),
    R80("A full clone is off, has the disk of its source, and its own node, ports and media.", Capability.CLONE_FULL),
    R81(
            "A linked clone is off, has the disk of its source, and its own node, ports and media.",
            Capability.CLONE_LINKED),
    R82("What one of source and clone writes the other does not see.", Capability.CLONE_FULL),
    R83("What one of source and linked clones writes the others do not see.", Capability.CLONE_LINKED),
    R84("Cloning twice gives the same clone, with the same journal and with an empty one.", Capability.CLONE_FULL),
    R85(
            "A clone of a snapshot has the disk of that moment and no snapshots; a source that runs runs on.",
            Capability.CLONE_FULL),
    R86(
            "A source that runs is cloned by a snapshot only; without one it is a CONFLICT, and nothing is made.",
            Capability.CLONE_FULL),
    R87(
            "A source or snapshot that is not there is NOT_FOUND, a disk smaller than the source's is INVALID; nothing is made.",
            Capability.CLONE_FULL),
    R88("Linked clones, and clones of them, outlive their sources.", Capability.CLONE_LINKED),
    R89("A clone can be started, and its source as well.", Capability.CLONE_FULL),
    R90("Cut at every line of a full clone, then called again: exactly one clone.", Capability.CLONE_FULL),
    R91("Cut at every line of a linked clone, then called again: exactly one clone.", Capability.CLONE_LINKED),
    R92("Cut at every line of a clone, then deleted: nothing is left.", Capability.CLONE_LINKED),
    R100("The facets for limits and usage are there exactly where their capabilities are."),
    R101(
            "A limit on a machine that runs holds, is known to the next connection, and goes when it is cleared.",
            Capability.LIMIT_CPU),
    R102("A stop ends all limits; a machine that is off cannot be limited.", Capability.LIMIT_CPU),
    R103("A limit that is denied is UNSUPPORTED with the same reason, and leaves none."),
    R104("A limit of memory holds, or the guest refuses it and keeps all it has.", Capability.LIMIT_MEMORY),
    R105("Cut at every request of putting a limit on: the next connection takes it away.", Capability.LIMIT_CPU),
    R106("Usage is told of machines that run and of those that are off; what is gone is NOT_FOUND.", Capability.USAGE),
    R110("A machine is described as it was made, where machines are described."),
    R111("A description stays the same while the machine runs, and for the next connection."),
    R112("What is gone, and what belongs to others, is not described: NOT_FOUND.");

    private final String text;
    private final @Nullable Capability capability;

    Rule(String text) {
        this(text, null);
    }

    Rule(String text, @Nullable Capability capability) {
        this.text = text;
        this.capability = capability;
    }

    /** The rule in one sentence. */
    public String text() {
        return text;
    }

    /** The capability without which the rule does not apply; empty if it is mandatory. */
    public Optional<Capability> capability() {
        return Optional.ofNullable(capability);
    }
}
