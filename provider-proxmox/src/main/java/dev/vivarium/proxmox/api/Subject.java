package dev.vivarium.proxmox.api;

/**
 * What an error is about.
 *
 * @param action for people: a call or a task
 * @param type {@code qemu} or {@code lxc}, or empty
 * @param guest the VM's or container's id, or empty
 */
record Subject(String action, String type, String guest) {

    static Subject of(Upid task) {
        String type = task.type().startsWith("vz") ? "lxc" : task.type().startsWith("qm") ? "qemu" : "";
        return new Subject(
                "the task " + task.type() + (task.id().isEmpty() ? "" : " " + task.id()),
                type,
                task.id().matches("[0-9]+") ? task.id() : "");
    }

    /** What an operator types to take a lock away. */
    String unlock() {
        return (type.equals("lxc") ? "pct" : "qm") + " unlock " + (guest.isEmpty() ? "ID" : guest);
    }
}
