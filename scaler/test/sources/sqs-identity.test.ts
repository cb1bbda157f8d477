import { once } from 'events';
import { writeFileSync } from 'fs';
import { createServer, IncomingMessage, request, Server, ServerResponse } from 'http';
import { AddressInfo } from 'net';
import { text } from 'stream/consumers';
import { CreateQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { status } from '@grpc/grpc-js';
import { SqsServer } from '../../../test/support/sqs-server';
import { Keda, pause, ref, secretFile, start, timed } from '../support';

const ROLE = 'arn:aws:iam::111122223333:role/gpu-scaler';

/** What the cluster signs for the pod's ServiceAccount. */
const TOKEN = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJzeXN0ZW0ifQ.c2lnbmF0dXJl';

/** What AWS gives for it. */
const KEY = { id: 'ASIAEXAMPLE', secret: 'a temporary secret', session: 'a session' };

const SOURCE = ref({ type: 'sqs', connection: 'jobs', queue: 'jobs', includeDelayed: false });

/** All that AWS' own libraries take for an identity. */
const ENV = [
  'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_PROFILE', 'AWS_ROLE_ARN', 'AWS_WEB_IDENTITY_TOKEN_FILE', 'AWS_ENDPOINT_URL_STS',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI', 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI', 'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE', 'AWS_EC2_METADATA_DISABLED',
];

/**
 * AWS as a pod sees it: SQS, which is an emulator that lets in everybody, behind a door that lets in only who has the temporary key; and who gives that key.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-how-it-works.html
 */
class Cloud {
  public static async start(): Promise<Cloud> {
    const sqs = await SqsServer.start();
    const client = new SQSClient({
      region: 'eu-central-1', endpoint: sqs.endpoint, useQueueUrlAsEndpoint: false, credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
    const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: 'jobs' }));
    await Promise.all([1, 2, 3].map((job) => client.send(new SendMessageCommand({ QueueUrl, MessageBody: String(job) }))));
    client.destroy();
    const cloud = new Cloud(sqs);
    cloud.doors.forEach((door) => door.listen(0, '127.0.0.1'));
    await Promise.all(cloud.doors.map((door) => once(door, 'listening')));
    return cloud;
  }

  /** How often each has given a key. */
  public given = 0;
  public isHung = false;

  private readonly queues = createServer((incoming, response) => {
    const { authorization = '', 'x-amz-security-token': session } = incoming.headers;
    if (!authorization.includes(`Credential=${KEY.id}/`) || session !== KEY.session) {
      response.writeHead(403, { 'content-type': 'application/x-amz-json-1.0' }).end('{"__type":"com.amazon.coral.service#InvalidClientTokenId","message":"not the key"}');
      return;
    }
    const onward = request(`${this.sqs.endpoint}${incoming.url}`, { method: incoming.method, headers: incoming.headers }, (answer) => {
      response.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(response);
    });
    incoming.pipe(onward);
  });

  private readonly sts = createServer((incoming, response) => void this.assumeRole(incoming, response));
  private readonly agent = createServer((incoming, response) => this.givePodItsKey(incoming, response));
  private readonly doors: readonly Server[] = [this.queues, this.sts, this.agent];

  private constructor(private readonly sqs: SqsServer) {}

  public get endpoints() {
    const [sqs, sts, agent] = this.doors.map((door) => `http://127.0.0.1:${(door.address() as AddressInfo).port}`);
    return { sqs, sts, agent: `${agent}/v1/credentials` };
  }

  public async stop(): Promise<void> {
    this.doors.forEach((door) => {
      door.closeAllConnections();
      door.close();
    });
    await this.sqs.kill();
  }

  private async assumeRole(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = Object.fromEntries(new URLSearchParams(await text(incoming)));
    if (this.isHung) {
      return;
    }
    const { Action, Version, RoleArn, RoleSessionName = '', WebIdentityToken } = form;
    response.setHeader('content-type', 'text/xml');
    const xmlns = 'xmlns="https://sts.amazonaws.com/doc/2011-06-15/"';
    const refuse = (code: string, message: string) => response.writeHead(400).end(
      `<ErrorResponse ${xmlns}><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`);
    if (incoming.method !== 'POST' || incoming.headers.authorization !== undefined || Action !== 'AssumeRoleWithWebIdentity' || Version !== '2011-06-15'
      || RoleArn !== ROLE || !/^[\w+=,.@-]{2,64}$/.test(RoleSessionName)) {
      refuse('ValidationError', `not as documented: ${JSON.stringify(form)}`);
    } else if (WebIdentityToken !== TOKEN) {
      refuse('InvalidIdentityToken', 'No OpenIDConnect provider found in your account for this token');
    } else {
      this.given++;
      response.end(`<AssumeRoleWithWebIdentityResponse ${xmlns}><AssumeRoleWithWebIdentityResult><Credentials><AccessKeyId>${KEY.id}</AccessKeyId>`
        + `<SecretAccessKey>${KEY.secret}</SecretAccessKey><SessionToken>${KEY.session}</SessionToken><Expiration>${inAnHour()}</Expiration></Credentials>`
        + '</AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>');
    }
  }

  private givePodItsKey({ method, url, headers }: IncomingMessage, response: ServerResponse): void {
    if (method !== 'GET' || url !== '/v1/credentials' || headers.authorization !== TOKEN) {
      response.writeHead(400).end('unable to validate the service account token');
      return;
    }
    this.given++;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ AccessKeyId: KEY.id, SecretAccessKey: KEY.secret, Token: KEY.session, AccountId: '111122223333', Expiration: inAnHour() }));
  }
}

function inAnHour(): string {
  return new Date(Date.now() + 3_600_000).toISOString();
}

describe('SQS without an access key', () => {
  const before = ENV.map((name) => [name, process.env[name]] as const);
  let cloud: Cloud;
  let tokenFile = '';

  beforeAll(async () => {
    cloud = await Cloud.start();
  });
  afterAll(() => cloud?.stop());
  beforeEach(() => {
    ENV.forEach((name) => delete process.env[name]);
    process.env.AWS_EC2_METADATA_DISABLED = 'true'; // else it is asked where there is nothing else
    cloud.given = 0;
    cloud.isHung = false;
    tokenFile = secretFile(TOKEN);
  });
  afterEach(() => before.forEach(([name, value]) => {
    if (value === undefined) {
      delete process.env[name];
    } else {
      process.env[name] = value;
    }
  }));

  /** What EKS says to the pods of a ServiceAccount that names a role. */
  const irsa = (file: string = tokenFile) => Object.assign(process.env, {
    AWS_ROLE_ARN: ROLE, AWS_WEB_IDENTITY_TOKEN_FILE: file, AWS_ENDPOINT_URL_STS: cloud.endpoints.sts,
  });
  /** What EKS says to the pods of a ServiceAccount that is associated with a role. */
  const podIdentity = (file: string = tokenFile) => Object.assign(process.env, {
    AWS_CONTAINER_CREDENTIALS_FULL_URI: cloud.endpoints.agent, AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: file,
  });
  const asked = async (use: (keda: Keda) => Promise<void>) => {
    const scaler = await start({ connections: { jobs: { type: 'sqs', region: 'eu-central-1', endpoint: cloud.endpoints.sqs } } }, {}, { freshMs: 0 });
    const keda = new Keda(scaler.grpcPort);
    try {
      await use(keda);
    } finally {
      keda.close();
      await scaler.stop();
    }
  };
  const expectError = async (keda: Keda, step: RegExp) => {
    const { error, ms } = await timed(() => keda.getMetrics(SOURCE));
    expect(error).toMatchObject({ code: status.UNAVAILABLE, details: expect.stringMatching(step) });
    expect(error!.details).not.toContain(TOKEN);
    expect(ms).toBeLessThan(2000);
  };

  // AWS' library asks the agent of Pod Identity several times, a second apart, so that its answer is not there in time.
  describe.each([['IRSA', irsa, /\/nowhere\/token/], ['EKS Pod Identity', podIdentity, /gave none in time/]] as const)('%s', (_, identify, missing) => {
    test('the token of the pod is exchanged for a key, once, and the queue is read with it', () => {
      identify();
      return asked(async (keda) => {
        expect(await keda.poll(SOURCE)).toMatchObject({ value: 3 });
        expect(await keda.poll(SOURCE)).toMatchObject({ value: 3 });
        expect(cloud.given).toBe(1);
      });
    });

    test('a token that is not believed is an error of that step, and the next token that the cluster writes is taken', () => {
      writeFileSync(tokenFile, 'an old token');
      identify();
      return asked(async (keda) => {
        await expectError(keda, /: no credentials: /);
        writeFileSync(tokenFile, TOKEN);
        for (const began = performance.now(); ;) {
          const { result } = await timed(() => keda.poll(SOURCE));
          if (result !== undefined) {
            expect(result).toMatchObject({ value: 3 });
            break;
          }
          expect(performance.now() - began).toBeLessThan(10_000);
          await pause(50);
        }
      });
    });

    test('a token that is not there is an error of that step', () => {
      identify('/nowhere/token');
      return asked(async (keda) => {
        await expectError(keda, /: no credentials: /);
        await expectError(keda, missing);
      });
    });
  });

  test('why STS does not believe the token is said', () => {
    writeFileSync(tokenFile, 'an old token');
    irsa();
    return asked((keda) => expectError(keda, /: no credentials: No OpenIDConnect provider found in your account for this token; check the role of the identity, whom it trusts, the token/));
  });

  test('an STS that does not answer is an error of that step', () => {
    cloud.isHung = true;
    irsa();
    return asked((keda) => expectError(keda, /: no credentials: who gives them gave none in time; check the role of the identity, .* and that this pod reaches/));
  });
});
