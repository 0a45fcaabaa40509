package dev.vivarium.qemu.living;

import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives every class of tests the same {@link LivingNode}, as new; it is removed when all tests are over. */
final class SharedNode implements BeforeAllCallback, BeforeEachCallback, ParameterResolver {
    private static final ExtensionContext.Namespace SPACE = ExtensionContext.Namespace.create(SharedNode.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        String image = System.getProperty("vivarium.guest.image", "");
        String bundle = System.getProperty("vivarium.muse.bundle", "");
        Assumptions.assumeTrue(
                !image.isEmpty() && !bundle.isEmpty(), "needs the built guest and bundle: run './vivarium test'");
        context.getRoot().getStore(SPACE).computeIfAbsent("node", key -> up(Path.of(image), Path.of(bundle)));
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        node(context).rollback(LivingNode.READY);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == LivingNode.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return node(context);
    }

    private static LivingNode node(ExtensionContext context) {
        LivingNode node = context.getRoot().getStore(SPACE).get("node", LivingNode.class);
        if (node == null) {
            throw new IllegalStateException("the node was not made");
        }
        return node;
    }

    private static LivingNode up(Path image, Path bundle) {
        try {
            return LivingNode.up(image, bundle);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
