package dev.vivarium.core;

import dev.vivarium.core.engine.BindSecrets;
import dev.vivarium.core.engine.CloneNode;
import dev.vivarium.core.engine.CreateNode;
import dev.vivarium.core.engine.DeleteNode;
import dev.vivarium.core.engine.DeleteSnapshot;
import dev.vivarium.core.engine.Installation;
import dev.vivarium.core.engine.Lookout;
import dev.vivarium.core.engine.ProbeNode;
import dev.vivarium.core.engine.PullImage;
import dev.vivarium.core.engine.Recipe;
import dev.vivarium.core.engine.RollbackNode;
import dev.vivarium.core.engine.SnapshotNode;
import dev.vivarium.core.engine.StartNode;
import dev.vivarium.core.engine.StopNode;
import dev.vivarium.core.engine.UpdateBundle;
import dev.vivarium.core.engine.VerifyNode;
import java.util.List;

/** One of each recipe, for an installation: whatever an operation in its journal may be of. */
final class Recipes {
    final CreateNode create;
    final CloneNode cloneNode;
    final StartNode start = new StartNode();
    final StopNode stop = new StopNode();
    final VerifyNode verify = new VerifyNode();
    final ProbeNode probe;
    final SnapshotNode snapshot = new SnapshotNode();
    final RollbackNode rollback = new RollbackNode();
    final BindSecrets bindSecrets = new BindSecrets();
    final DeleteSnapshot deleteSnapshot = new DeleteSnapshot();
    final UpdateBundle update;
    final DeleteNode delete;
    final PullImage pull;
    final Lookout.Recipes strays;

    Recipes(Installation installation) {
        create = new CreateNode(installation);
        cloneNode = new CloneNode(installation);
        probe = new ProbeNode(installation);
        update = new UpdateBundle(installation);
        delete = new DeleteNode(installation);
        pull = new PullImage(installation);
        strays = Lookout.recipes(installation);
    }

    List<Recipe<?, ?>> all() {
        return List.of(
                create,
                cloneNode,
                start,
                stop,
                verify,
                probe,
                snapshot,
                rollback,
                bindSecrets,
                deleteSnapshot,
                update,
                delete,
                pull,
                strays.adopt(),
                strays.remove());
    }
}
