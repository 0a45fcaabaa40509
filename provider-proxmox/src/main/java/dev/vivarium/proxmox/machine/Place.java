package dev.vivarium.proxmox.machine;

/**
 * Where a machine goes; decided once, and written down before anything is made.
 *
 * @param node of the cluster
 * @param storage of its disk
 * @param files the storage of images and media
 */
record Place(String node, String storage, String files) {}
