package dev.vivarium.core.guest;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.List;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.session.ClientConnectionServiceFactory;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.client.session.ClientUserAuthService;
import org.apache.sshd.client.session.ClientUserAuthServiceFactory;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.Service;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/**
 * Logs in with its first word. Usually a client asks what a server would take, then whether it would take this key, and only
 * then signs; each question costs an emulated guest as much as the login. A server that refuses is asked in the usual way.
 */
final class PromptLogin extends ClientUserAuthService {
    private static final AttributeKey<KeyPair> KEY = new AttributeKey<>();
    private static final String TYPE = KeyPairProvider.SSH_ED25519;

    private PromptLogin(Session session) {
        super(session);
    }

    /** Lets this client's sessions log in so. */
    static void setUp(SshClient client) {
        client.setServiceFactories(List.of(
                new ClientUserAuthServiceFactory() {
                    @Override
                    public Service create(Session session) {
                        return new PromptLogin(session);
                    }
                },
                ClientConnectionServiceFactory.INSTANCE));
    }

    /** Says with which key; an Ed25519 one. */
    static void use(ClientSession session, KeyPair key) {
        session.addPublicKeyIdentity(key);
        session.setAttribute(KEY, key);
    }

    @Override
    protected IoWriteFuture sendInitialAuthRequest(ClientSession session, String service) throws IOException {
        KeyPair key = session.getAttribute(KEY);
        if (key == null) {
            return super.sendInitialAuthRequest(session, service);
        }
        byte[] request = request(session, service, key);
        Buffer packet = session.createBuffer(SshConstants.SSH_MSG_USERAUTH_REQUEST, request.length + 128);
        packet.putRawBytes(request, 1, request.length - 1);
        packet.putBytes(signature(session, request, key));
        return session.writePacket(packet);
    }

    /** RFC 4252, 7: what is sent, but for the signature; begins with the number of the message. */
    private static byte[] request(ClientSession session, String service, KeyPair key) {
        Buffer request = new ByteArrayBuffer();
        request.putByte(SshConstants.SSH_MSG_USERAUTH_REQUEST);
        request.putString(session.getUsername());
        request.putString(service);
        request.putString(UserAuthPublicKeyFactory.NAME);
        request.putBoolean(true);
        request.putString(TYPE);
        request.putPublicKey(key.getPublic());
        return request.getCompactData();
    }

    private static byte[] signature(ClientSession session, byte[] request, KeyPair key) throws IOException {
        Buffer signed = new ByteArrayBuffer();
        signed.putBytes(session.getSessionId());
        signed.putRawBytes(request);
        Buffer signature = new ByteArrayBuffer();
        signature.putString(TYPE);
        try {
            Signature signer = BuiltinSignatures.ed25519.create();
            signer.initSigner(session, key.getPrivate());
            signer.update(session, signed.getCompactData());
            signature.putBytes(signer.sign(session));
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot sign: " + e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) { // the library's word for any of these
            throw new IOException(e);
        }
        return signature.getCompactData();
    }
}
