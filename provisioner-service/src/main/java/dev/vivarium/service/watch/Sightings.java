package dev.vivarium.service.watch;

import dev.vivarium.core.engine.Sighting;
import dev.vivarium.core.model.Node;
import dev.vivarium.core.model.NodeSnapshot;
import dev.vivarium.core.model.SnapshotId;
import dev.vivarium.service.events.Event;
import dev.vivarium.service.events.EventType;
import dev.vivarium.service.events.Events;
import dev.vivarium.service.http.WireJson;
import dev.vivarium.service.store.Database;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Writes down what was seen of nodes: the new record, the events and what listeners do about it in one transaction, so that
 * nothing is known that nobody was told of.
 */
public final class Sightings implements Sighting.Writer {
    private final Database database;
    private final Events events;
    private final List<SnapshotGone> listeners = new CopyOnWriteArrayList<>();

    /** Into this database. */
    public Sightings(Database database, Events events) {
        this.database = database;
        this.events = events;
    }

    /** Hears of a snapshot that others have removed, or of a machine that is gone with all its snapshots. */
    @FunctionalInterface
    public interface SnapshotGone {
        /**
         * Called in the transaction that writes it down.
         *
         * @param node as its record is now
         * @param snapshots which of its snapshots are gone; all of them if its machine is
         */
        void gone(Node node, List<SnapshotId> snapshots);
    }

    /** From now on this one hears of them. */
    public void onSnapshotGone(SnapshotGone listener) {
        listeners.add(listener);
    }

    @Override
    public void write(Sighting sighting, Runnable write) {
        database.write(h -> {
            write.run();
            Node node = sighting.after();
            if (sighting.machineGone()) {
                events.add(Event.about(EventType.NODE_GONE, node)
                        .state(WireJson.text(node.state()))
                        .text(node.problem().orElse(""))
                        .event());
                tell(node, node.snapshots());
            }
            List<NodeSnapshot> gone = sighting.snapshotsGone();
            for (NodeSnapshot snapshot : gone) {
                events.add(Event.about(EventType.SNAPSHOT_GONE, node)
                        .state(WireJson.text(node.state()))
                        .text("the snapshot '" + snapshot.snapshot().name() + "' ("
                                + snapshot.snapshot().id() + ") is not on hypervisor '"
                                + node.spec().hypervisor() + "' any more")
                        .event());
            }
            tell(node, gone);
            return node;
        });
    }

    private void tell(Node node, List<NodeSnapshot> gone) {
        if (!gone.isEmpty()) {
            List<SnapshotId> ids = gone.stream().map(s -> s.snapshot().id()).toList();
            listeners.forEach(l -> l.gone(node, ids));
        }
    }
}
