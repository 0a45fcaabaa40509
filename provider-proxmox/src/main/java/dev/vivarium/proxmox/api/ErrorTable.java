package dev.vivarium.proxmox.api;

import dev.vivarium.core.model.Kind;
import dev.vivarium.core.model.VivariumException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What Proxmox VE's words mean: the one table, and the only place that reads them. The first that fits counts. */
final class ErrorTable {
    /** A lock's holder is waited for by the server itself for 10 s. */
    private static final Duration SOON = Duration.ofSeconds(5);

    private static final List<Rule> RIGHTS = List.of(
            rule(
                    "[Oo]nly root|only allowed for root@pam",
                    Kind.DENIED,
                    "proxmox.root-only",
                    "no token may do this, even one of root@pam; leave the option out"),
            rule(
                    "invalid csrf token|No ticket|invalid (PVE )?ticket|[Aa]uthentication fail",
                    Kind.DENIED,
                    "proxmox.credentials",
                    "check the token or password, and that it has not expired"));

    private static final List<Rule> TRANSIENT = List.of(
            later(
                    "can't lock file '.*' - got timeout|can't acquire lock|cfs-lock .* error|got lock (request )?timeout",
                    Kind.TIMEOUT,
                    "proxmox.lock-timeout",
                    "another task holds it; try again in some seconds"),
            later(
                    "guest agent is not running|qga command .* failed|guest-[a-z-]+' failed - got timeout",
                    Kind.UNAVAILABLE,
                    "proxmox.agent",
                    "the guest's agent does not answer; wait until the guest is up, or install qemu-guest-agent in it"),
            rule(
                    "VM quit/powerdown failed",
                    Kind.TIMEOUT,
                    "proxmox.shutdown-timeout",
                    "the guest did not shut down; stop it hard, or look at its console"),
            later(
                    "[Tt]imeout while waiting",
                    Kind.TIMEOUT,
                    "proxmox.timeout",
                    "the node is slow or what it waited for hangs; try again"),
            rule(
                    "download failed",
                    Kind.UNAVAILABLE,
                    "proxmox.download",
                    "the node could not fetch the address; check that it can reach it, and the address itself"));

    private static final List<Rule> STATE = List.of(
            rule(
                    "received interrupt|interrupted by signal",
                    Kind.CANCELLED,
                    "proxmox.task-cancelled",
                    "it was cancelled"),
            rule(
                    "file change by other user|digest mismatch",
                    Kind.CONFLICT,
                    "proxmox.digest",
                    "somebody changed the machine meanwhile; read it and try again"),
            rule(
                    "(VM|CT) \\d+ already exists|unable to create (VM|CT) \\d+: config file already exists",
                    Kind.CONFLICT,
                    "proxmox.id-taken",
                    "take another id"),
            rule(
                    "snapshot name '.*' already used",
                    Kind.CONFLICT,
                    "proxmox.snapshot-exists",
                    "choose another name for the snapshot"),
            rule(
                    "refusing to override existing file|already exists",
                    Kind.CONFLICT,
                    "proxmox.exists",
                    "use what is there, or delete it first"),
            rule(
                    "(VM|CT) \\d+ already running|is running - destroy failed|container is running",
                    Kind.CONFLICT,
                    "proxmox.running",
                    "it runs; stop it first"),
            rule("(VM|CT) \\d+ not running", Kind.CONFLICT, "proxmox.stopped", "it does not run; start it first"),
            rule(
                    "protection mode enabled",
                    Kind.CONFLICT,
                    "proxmox.protected",
                    "somebody protects it from removal; take the option 'protection' away if that is meant"),
            rule(
                    "still in use by linked clone|volume is still in use",
                    Kind.CONFLICT,
                    "proxmox.volume-used",
                    "delete the clones or snapshots that need it first"),
            rule(
                    "because (VM|CT) contains snapshots",
                    Kind.CONFLICT,
                    "proxmox.has-snapshots",
                    "delete its snapshots first"),
            rule("if it's a template", Kind.CONFLICT, "proxmox.template", "clone it and start the clone"),
            rule(
                    "not (the )?most recent snapshot|more recent snapshots? exist",
                    Kind.CONFLICT,
                    "proxmox.newer-snapshots",
                    "this storage rolls back to the newest snapshot only; delete the newer ones first"),
            rule(
                    "VM snapshot already started",
                    Kind.CONFLICT,
                    "proxmox.snapshot-stuck",
                    "an earlier snapshot failed half-way; stop and start the machine"));

    private static final List<Rule> MISSING = List.of(
            rule(
                    "Configuration file '.*' does not exist|(VM|CT) \\d+ (does not exist|doesn't exist)",
                    Kind.NOT_FOUND,
                    "proxmox.machine-missing",
                    "it was deleted, or is on another node"),
            rule("snapshot '.*' does not exist", Kind.NOT_FOUND, "proxmox.snapshot-missing", "list its snapshots"),
            rule("no such task", Kind.NOT_FOUND, "proxmox.task-missing", "the server knows nothing of it any more"),
            rule("storage '.*' does not exist", Kind.NOT_FOUND, "proxmox.storage-missing", "list the storages"),
            rule(
                    "storage '.*' is (not (available|online|active)|disabled)",
                    Kind.UNAVAILABLE,
                    "proxmox.storage-offline",
                    "make it available on this node, or choose another"),
            rule(
                    "hostname lookup '.*' failed|no such cluster node",
                    Kind.NOT_FOUND,
                    "proxmox.node-missing",
                    "list the cluster's nodes"),
            rule(
                    "PCI device mapping not found|no such mapping",
                    Kind.NOT_FOUND,
                    "proxmox.mapping-missing",
                    "make the mapping under Datacenter, Resource Mappings"),
            rule("no PCI device found", Kind.NOT_FOUND, "proxmox.device-missing", "see `lspci` on the node"),
            rule(
                    "volume '.*' does not exist|failed to stat '|could not get size of",
                    Kind.NOT_FOUND,
                    "proxmox.volume-missing",
                    "list the storage's content"),
            rule(
                    "(disk|device) '.*' does not exist",
                    Kind.NOT_FOUND,
                    "proxmox.disk-missing",
                    "see the machine's configuration"));

    private static final List<Rule> ABILITY = List.of(
            rule(
                    "IOMMU not present",
                    Kind.UNSUPPORTED,
                    "proxmox.iommu",
                    "switch the IOMMU on in the node's firmware and kernel command line"),
            rule(
                    "PCI device mapping invalid",
                    Kind.CONFLICT,
                    "proxmox.mapping-invalid",
                    "the node's hardware is not what the mapping says; make the mapping anew"),
            rule(
                    "q35 machine model is not enabled",
                    Kind.INVALID,
                    "proxmox.q35",
                    "PCI Express needs the machine type q35"),
            rule(
                    "PCI device '.*' already in use",
                    Kind.CAPACITY,
                    "proxmox.device-taken",
                    "another machine has the device; stop that one"),
            rule(
                    "non-migratable device|passed-through PCI device|snapshot \\(with RAM\\)",
                    Kind.UNSUPPORTED,
                    "proxmox.memory-snapshot",
                    "with such a device the memory cannot be saved; take a snapshot without it"),
            rule(
                    "snapshot feature is not available",
                    Kind.UNSUPPORTED,
                    "proxmox.snapshot-storage",
                    "a disk is on a storage or in a format without snapshots; use qcow2, ZFS, LVM-thin or Ceph"),
            rule(
                    "Linked clone feature is not supported",
                    Kind.UNSUPPORTED,
                    "proxmox.linked-clone",
                    "make a full clone, or a template first"),
            rule("shrinking disks is not supported", Kind.UNSUPPORTED, "proxmox.shrink", "disks only grow"),
            rule(
                    "No QEMU guest agent configured",
                    Kind.UNSUPPORTED,
                    "proxmox.agent-off",
                    "switch the agent on in the machine's options"),
            rule("Agent error:", Kind.GUEST_FAULT, "proxmox.agent-command", "the guest's agent refused it"));

    private static final List<Rule> SPACE = List.of(
            rule(
                    "No space left on device|not enough (free )?space|out of (disk )?space|insufficient (free )?space"
                            + "|[Dd]isk quota exceeded",
                    Kind.CAPACITY,
                    "proxmox.storage-full",
                    "free space on the storage, or choose another"),
            rule(
                    "[Cc]annot allocate memory|not enough (free )?memory|cannot set up guest memory",
                    Kind.CAPACITY,
                    "proxmox.memory",
                    "stop another machine, give this one less memory, or choose another node"),
            rule(
                    "MAX \\d+ vcpus allowed",
                    Kind.CAPACITY,
                    "proxmox.cores",
                    "the node has fewer processors; give the machine fewer cores"));

    private static final List<Rule> INPUT = List.of(
            rule(
                    "checksum mismatch: got",
                    Kind.INVALID,
                    "proxmox.checksum",
                    "what came is not what was expected; check the address and the checksum"),
            rule(
                    "Image is not in .* format|wrong (file )?extension",
                    Kind.INVALID,
                    "proxmox.image",
                    "the file is not what its name says"),
            rule(
                    "unable to use snapshot name",
                    Kind.INVALID,
                    "proxmox.snapshot-name",
                    "choose another name for the snapshot"),
            rule("for data too large", Kind.INVALID, "proxmox.too-large", "the server takes 512 KiB in one call"));

    private static final List<Rule> TABLE = Stream.of(RIGHTS, INPUT, SPACE, TRANSIENT, ABILITY, STATE, MISSING)
            .flatMap(List::stream)
            .toList();

    private ErrorTable() {}

    static Optional<Rule> find(String words) {
        return TABLE.stream().filter(rule -> rule.words.matcher(words).find()).findFirst();
    }

    private static Rule rule(String regex, Kind kind, String code, String advice) {
        return new Rule(Pattern.compile(regex), kind, code, advice, Duration.ZERO);
    }

    private static Rule later(String regex, Kind kind, String code, String advice) {
        return new Rule(Pattern.compile(regex), kind, code, advice, SOON);
    }

    record Rule(Pattern words, Kind kind, String code, String advice, Duration retryAfter) {

        VivariumException failure(String said) {
            VivariumException failure = new VivariumException(kind, code, said + "; " + advice);
            return retryAfter.isZero() ? failure : failure.retryAfter(retryAfter);
        }
    }
}
