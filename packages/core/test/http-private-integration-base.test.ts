import {
  type HttpPrivateBackend,
  HttpPrivateIntegrationBase,
  type HttpPrivateIntegrationOptions,
  type IntegrationProblem,
  MappingValue,
  ParameterMapping,
  ProblemSeverity,
} from '@apigwv2-integrations/core';
import { App, Fn, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { Connections, type IVpc, Port, SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import { bindToRoutes, expectProblem, warningsIn, warningsOf } from 'test-support/problems';
import { describe, expect, test, vi } from 'vitest';

const INTEGRATION = 'AWS::ApiGatewayV2::Integration';
const ARN = 'arn:aws:elasticloadbalancing:eu-west-1:111111111111:listener/app/lb/0/1';

/** A backend that does nothing but record when the base calls it. */
class Backend extends HttpPrivateIntegrationBase {
  public bound = 0;
  public checked = 0;

  public constructor(
    options: HttpPrivateIntegrationOptions | undefined,
    private readonly backend: Partial<HttpPrivateBackend> = {},
    private readonly problems: IntegrationProblem[] = [],
  ) {
    super('Backend', options);
  }

  protected bindBackend(): HttpPrivateBackend {
    this.bound += 1;
    return { uri: ARN, ...this.backend };
  }

  protected checkBackend(): IntegrationProblem[] {
    this.checked += 1;
    return this.problems;
  }
}

function vpcIn(stack: Stack, id = 'Vpc'): IVpc {
  return Vpc.fromVpcAttributes(stack, id, {
    vpcId: `vpc-${id}`,
    availabilityZones: ['a'],
    privateSubnetIds: ['subnet-1'],
    privateSubnetRouteTableIds: ['rtb-1'],
  });
}

const importedLink = (stack: Stack) => apigwv2.VpcLink.fromVpcLinkAttributes(stack, 'Link', { vpcLinkId: 'link', vpc: vpcIn(stack) });

const templateOf = (make: (stack: Stack) => Backend, paths = ['/books']) => Template.fromStack(bindToRoutes(make, paths).stack);

const withOptions = (options: HttpPrivateIntegrationOptions) => (stack: Stack) => new Backend({ vpc: vpcIn(stack), ...options });

test('calls bindBackend and checkBackend once for all routes', () => {
  const backend = { current: undefined as Backend | undefined };
  const doubtful = { code: 'Doubtful', message: 'm', remedy: 'r', severity: ProblemSeverity.WARNING };
  const warnings = warningsOf(
    (stack) => {
      backend.current = new Backend({ vpc: vpcIn(stack) }, {}, [doubtful]);
      return backend.current;
    },
    ['/a', '/b'],
  );

  expect(backend.current).toMatchObject({ bound: 1, checked: 1 });
  expect(warnings.map(({ path }) => path)).toEqual(['Stack/a']);
});

test('requires only the URI of a backend', () => {
  class Plain extends HttpPrivateIntegrationBase {
    protected bindBackend(): HttpPrivateBackend {
      return { uri: ARN };
    }
  }

  expect(warningsOf((stack) => new Plain('Plain', { vpc: vpcIn(stack) }), ['/books'])).toEqual([]);
});

describe('the link', () => {
  test('creates one link per API and VPC', () => {
    for (const make of [
      (stack: Stack) => new Backend({ vpc: vpcIn(stack) }),
      (stack: Stack) => new Backend(undefined, { vpc: vpcIn(stack) }),
      (stack: Stack) => new Backend({ vpc: vpcIn(stack) }, { vpc: vpcIn(stack, 'Other') }),
    ]) {
      const template = templateOf(make, ['/a', '/b']);

      template.resourceCountIs('AWS::ApiGatewayV2::VpcLink', 1);
      template.hasResourceProperties('AWS::ApiGatewayV2::VpcLink', { SubnetIds: ['subnet-1'], SecurityGroupIds: [] });
      template.hasResourceProperties(INTEGRATION, {
        IntegrationType: 'HTTP_PROXY',
        IntegrationUri: ARN,
        IntegrationMethod: 'ANY',
        PayloadFormatVersion: '1.0',
        ConnectionType: 'VPC_LINK',
        ConnectionId: { Ref: Match.stringLikeRegexp('^ApiVpcLink1') },
      });
    }
  });

  test('uses the given link', () => {
    const template = templateOf((stack) => new Backend({ vpcLink: importedLink(stack), method: apigwv2.HttpMethod.PUT }));

    template.resourceCountIs('AWS::ApiGatewayV2::VpcLink', 0);
    template.hasResourceProperties(INTEGRATION, { ConnectionId: 'link', IntegrationMethod: 'PUT' });
  });

  test('reports a link without a VPC', () => {
    const message = expectProblem(() => new Backend({}), 'VpcLinkMissing');

    expect(message).toContain("the VPC of the backend is unknown: pass vpcLink, or the backend's VPC as vpc");
  });

  test('reports a warning instead if the error is lowered', () => {
    const context = { '@apigwv2-integrations/core:loweredErrors': { VpcLinkMissing: 'the link is patched in later' } };
    const [warning] = warningsOf(() => new Backend({}, { allowFromLink: [] }), ['/a'], context);

    expect(warning.message).toContain('[VpcLinkMissing]');
  });

  test('warns about a link of another VPC', () => {
    const warnings = (vpc: (stack: Stack, link: apigwv2.IVpcLink) => IVpc) =>
      warningsOf(
        (stack) => {
          const vpcLink = importedLink(stack);
          return new Backend({ vpcLink, vpc: vpc(stack, vpcLink) });
        },
        ['/a'],
      ).map(({ message }) => message);

    expect(warnings((stack) => vpcIn(stack, 'Other'))).toEqual([expect.stringContaining('[VpcUnused] the VPC Stack/Other is not used')]);
    expect(warnings((_stack, link) => link.vpc)).toEqual([]);
    expect(warnings((stack) => Vpc.fromVpcAttributes(stack, 'Again', { vpcId: 'vpc-Vpc', availabilityZones: ['a'] }))).toEqual([]);
  });
});

describe('allowFromLink', () => {
  const ingress = { SourceSecurityGroupId: { 'Fn::GetAtt': [expect.stringMatching(/LinkSecurityGroup/), 'GroupId'] }, FromPort: 8080 };
  const peer = (group: SecurityGroup) => ({
    connectable: { connections: new Connections({ securityGroups: [group] }) },
    port: Port.tcp(8080),
  });

  const nobody = { connectable: new Connections(), port: Port.tcp(8080) };

  test.each([
    ['no peer', []],
    ['a peer without a group', [nobody]],
  ])('does not change the link for %s', (_what, allowFromLink) => {
    const template = templateOf((stack) => new Backend({ vpc: vpcIn(stack) }, { allowFromLink }));

    template.hasResourceProperties('AWS::ApiGatewayV2::VpcLink', { SecurityGroupIds: [] });
    template.resourceCountIs('AWS::EC2::SecurityGroup', 0);
  });

  test('adds a security group to the link as soon as a peer has one', () => {
    const connections = new Connections();
    const { stack } = bindToRoutes(
      (scope) => new Backend({ vpc: vpcIn(scope) }, { allowFromLink: [{ connectable: connections, port: Port.tcp(8080) }] }),
      ['/books'],
    );
    connections.addSecurityGroup(new SecurityGroup(stack, 'Late', { vpc: vpcIn(stack, 'Other') }));

    const rules = Object.values(Template.fromStack(stack).findResources('AWS::EC2::SecurityGroupIngress'));
    expect(rules.map(({ Properties }) => Properties)).toEqual([expect.objectContaining(ingress)]);
  });

  test('applies to a backend that overrides the hooks', () => {
    class Hooked extends HttpPrivateIntegrationBase {
      public readonly called: string[] = [];

      public constructor(
        vpc: IVpc,
        private readonly group: SecurityGroup,
      ) {
        super('Hooked', { vpc, secureServerName: '' });
      }

      protected bindBackend(): HttpPrivateBackend {
        return { uri: ARN, allowFromLink: [peer(this.group)] };
      }

      protected checkBackend(): IntegrationProblem[] {
        return this.problemOf('checkBackend');
      }

      protected checkBackendAtSynth(): IntegrationProblem[] {
        return this.problemOf('checkBackendAtSynth');
      }

      protected checkRoute(): IntegrationProblem[] {
        return this.problemOf('checkRoute');
      }

      protected authorizeRoute(): void {
        this.called.push('authorizeRoute');
      }

      private problemOf(hook: string): IntegrationProblem[] {
        this.called.push(hook);
        return [{ code: hook, message: 'm', remedy: 'r', severity: ProblemSeverity.WARNING }];
      }
    }
    const made: Hooked[] = [];
    const context = { '@apigwv2-integrations/core:loweredErrors': { SecureServerNameEmpty: 'to see that it is reported' } };
    const { app, stack } = bindToRoutes(
      (scope) => {
        made.push(new Hooked(vpcIn(scope), new SecurityGroup(scope, 'Group', { vpc: vpcIn(scope, 'Other') })));
        return made[0];
      },
      ['/a', '/b'],
      context,
    );

    Template.fromStack(stack).resourceCountIs('AWS::EC2::SecurityGroupIngress', 1);
    expect(made[0].called).toEqual(['checkBackend', 'checkRoute', 'authorizeRoute', 'checkRoute', 'authorizeRoute', 'checkBackendAtSynth']);
    expect(warningsIn(app).map(({ path, message }) => `${path} ${/\[(\w+)\]/.exec(message)?.[1]}`)).toEqual([
      'Stack/a SecureServerNameEmpty',
      'Stack/a checkBackend',
      'Stack/a checkRoute',
      'Stack/a checkBackendAtSynth',
      'Stack/b checkRoute',
    ]);
  });

  test('creates one security group, whose traffic each peer allows', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    const api = new apigwv2.HttpApi(stack, 'Api');
    const vpc = vpcIn(stack);
    for (const id of ['One', 'Two']) {
      const group = new SecurityGroup(stack, id, { vpc });
      api.addRoutes({ path: `/${id}`, integration: new Backend({ vpc }, { allowFromLink: [peer(group)] }) });
    }
    const template = Template.fromStack(stack);

    template.hasResourceProperties('AWS::ApiGatewayV2::VpcLink', {
      SecurityGroupIds: [{ 'Fn::GetAtt': [Match.stringLikeRegexp('^ApiVpcLink1LinkSecurityGroup'), 'GroupId'] }],
    });
    template.resourceCountIs('AWS::EC2::SecurityGroup', 3);
    const rules = Object.values(template.findResources('AWS::EC2::SecurityGroupIngress')).map(({ Properties }) => Properties);
    expect(rules).toEqual([expect.objectContaining(ingress), expect.objectContaining(ingress)]);
    expect(app.node.findAll().flatMap(({ node }) => node.metadata.filter(({ type }) => type === 'aws:cdk:warning'))).toEqual([]);
  });

  test('adds the rules once per integration', () => {
    const connections = new Connections();
    const allowFrom = vi.spyOn(connections, 'allowFrom');
    bindToRoutes(
      (stack) => {
        connections.addSecurityGroup(new SecurityGroup(stack, 'Group', { vpc: vpcIn(stack, 'Other') }));
        return new Backend({ vpc: vpcIn(stack) }, { allowFromLink: [{ connectable: { connections }, port: Port.tcp(80) }] });
      },
      ['/a', '/b', '$default'],
    );

    expect(allowFrom).toHaveBeenCalledTimes(1);
  });

  test('applies to a link shared with integrations without the option, in any order', () => {
    for (const order of [
      [true, false],
      [false, true],
    ]) {
      const stack = new Stack(new App(), 'Stack');
      const api = new apigwv2.HttpApi(stack, 'Api');
      const vpc = vpcIn(stack);
      const group = new SecurityGroup(stack, 'Group', { vpc });
      for (const [index, asks] of order.entries()) {
        api.addRoutes({ path: `/${index}`, integration: new Backend({ vpc }, asks ? { allowFromLink: [peer(group)] } : {}) });
      }

      Template.fromStack(stack).resourceCountIs('AWS::EC2::SecurityGroupIngress', 1);
    }
  });

  test('adds the security group to those of a link of the app', () => {
    const template = templateOf((stack) => {
      const vpc = vpcIn(stack);
      const own = new SecurityGroup(stack, 'Own', { vpc });
      return new Backend({ vpcLink: new apigwv2.VpcLink(stack, 'Link', { vpc, securityGroups: [own] }) }, { allowFromLink: [peer(own)] });
    });

    template.hasResourceProperties('AWS::ApiGatewayV2::VpcLink', {
      SecurityGroupIds: [
        { 'Fn::GetAtt': [Match.stringLikeRegexp('^Own'), 'GroupId'] },
        { 'Fn::GetAtt': [Match.stringLikeRegexp('^LinkLinkSecurityGroup'), 'GroupId'] },
      ],
    });
  });

  test('rejects an imported link', () => {
    const message = expectProblem((stack) => new Backend({ vpcLink: importedLink(stack) }, { allowFromLink: [nobody] }), 'VpcLinkImported');

    expect(message).toContain('the imported VPC link Stack/Link');
  });

  test('does not change an imported link if the error is lowered', () => {
    const context = { '@apigwv2-integrations/core:loweredErrors': { VpcLinkImported: 'let in by another team' } };
    const { stack } = bindToRoutes((scope) => new Backend({ vpcLink: importedLink(scope) }, { allowFromLink: [nobody] }), ['/a'], context);

    Template.fromStack(stack).resourceCountIs('AWS::EC2::SecurityGroup', 0);
  });

  test('creates the rules in the stack of the link', () => {
    const app = new App();
    const backends = new Stack(app, 'Backends');
    const stack = new Stack(app, 'Stack');
    const vpc = vpcIn(backends);
    const group = new SecurityGroup(backends, 'Group', { vpc });
    new apigwv2.HttpApi(stack, 'Api', { defaultIntegration: new Backend({ vpc }, { allowFromLink: [peer(group)] }) });

    Template.fromStack(backends).resourceCountIs('AWS::EC2::SecurityGroupIngress', 0);
    Template.fromStack(stack).resourceCountIs('AWS::EC2::SecurityGroupIngress', 1);
    expect(backends.dependencies).toEqual([]);
  });
});

describe('hostHeader and stripStage', () => {
  const parameters = (template: Template) => Object.values(template.findResources(INTEGRATION))[0].Properties.RequestParameters;

  test.each<[string, HttpPrivateIntegrationOptions, object | undefined]>([
    ['neither', {}, undefined],
    ['off', { stripStage: false }, undefined],
    ['a host', { hostHeader: 'internal.example:8080' }, { 'overwrite:header.Host': 'internal.example:8080' }],
    ['the stage', { stripStage: true }, { 'overwrite:path': '$request.path' }],
    [
      'both, and the caller’s own',
      { hostHeader: '$context.domainName', stripStage: true, parameterMapping: new ParameterMapping().removeHeader('x') },
      { 'overwrite:header.Host': '$context.domainName', 'overwrite:path': '$request.path', 'remove:header.x': '' },
    ],
  ])('maps the options to entries: %s', (_what, options, expected) => {
    expect(parameters(templateOf(withOptions(options)))).toEqual(expected);
  });

  test.each([
    ['the CDK’s', () => new apigwv2.ParameterMapping()],
    ['this family’s', () => new ParameterMapping()],
  ])('writes later entries of %s mapping to the template without modifying it', (_whose, make) => {
    const mapping = make().removeHeader('x');
    const { stack } = bindToRoutes(withOptions({ hostHeader: 'internal.example', parameterMapping: mapping }), ['/books']);
    expect(mapping.mappings).toEqual({ 'remove:header.x': '' });
    mapping.appendHeader('late', apigwv2.MappingValue.requestPath());

    expect(parameters(Template.fromStack(stack))).toEqual({
      'remove:header.x': '',
      'overwrite:header.Host': 'internal.example',
      'append:header.late': '$request.path',
    });
    expect(Object.keys(mapping.mappings)).toEqual(['remove:header.x', 'append:header.late']);
  });

  test.each<[string, HttpPrivateIntegrationOptions, string]>([
    ['Host in other letters', { hostHeader: 'a.example' }, 'append:header.host'],
    ['the path', { stripStage: true }, 'overwrite:path'],
  ])('reports a clash with an entry for %s', (_what, options, key) => {
    const parameterMapping = new ParameterMapping().custom(key, '/theirs');
    const message = expectProblem(withOptions({ ...options, parameterMapping }), 'MappingClash');

    expect(message).toMatch(/^\[MappingClash\] \S+ \("\/theirs"\) and overwrite:\S+ \(".*"\) both set the (?:header host|path): /m);
    expect(message).toContain(key);
    expect(message).toContain('remove the entry from parameterMapping, or omit the option');
  });

  test('accepts an equal entry', () => {
    const parameterMapping = new ParameterMapping().custom('overwrite:path', '$request.path');

    expect(parameters(templateOf(withOptions({ stripStage: true, parameterMapping })))).toEqual({ 'overwrite:path': '$request.path' });
  });

  test('reports a clash with a later entry at synthesis', () => {
    const parameterMapping = new ParameterMapping();
    const { app } = bindToRoutes(withOptions({ stripStage: true, parameterMapping }), ['/books']);
    parameterMapping.overwritePath(apigwv2.MappingValue.custom('/theirs'));

    expect(() => app.synth()).toThrow(/\[MappingClash\] overwrite:path/);
  });

  test('keeps literal text of the caller’s mapping', () => {
    const parameterMapping = new ParameterMapping().overwriteHeader('x', MappingValue.text('$request.path'));

    expectProblem(withOptions({ stripStage: true, parameterMapping }), 'TextIsExpression');
  });

  test.each(['', 'https://internal.example', 'internal.example/books', 'two hosts', 'user@internal.example'])(
    'rejects the host %j',
    (hostHeader) => {
      expect(expectProblem(withOptions({ hostHeader }), 'HostHeaderInvalid')).toContain(`the hostHeader ${JSON.stringify(hostHeader)}`);
    },
  );

  test('checks an expression in the host', () => {
    expectProblem(withOptions({ hostHeader: '$request.heder.x' }), 'SourceUnknown');
  });

  test('accepts a token in the host', () => {
    expect(warningsOf(withOptions({ hostHeader: Fn.importValue('Host') }), ['/books'])).toEqual([]);
  });
});

describe('secureServerName', () => {
  test('writes 1 to 512 characters or a token to the template', () => {
    for (const secureServerName of ['x', 'x'.repeat(512), Fn.importValue('Name')]) {
      const { app, stack } = bindToRoutes(withOptions({ secureServerName }), ['/books']);

      expect(warningsIn(app)).toEqual([]);
      Template.fromStack(stack).hasResourceProperties(INTEGRATION, { TlsConfig: { ServerNameToVerify: stack.resolve(secureServerName) } });
    }
  });

  test.each([
    ['', 'SecureServerNameEmpty'],
    ['x'.repeat(513), 'SecureServerNameTooLong'],
  ])('rejects %j', (secureServerName, code) => {
    expectProblem(withOptions({ secureServerName }), code);
  });
});
