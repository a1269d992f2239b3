import type { VelocityExpression, VelocityNode, VelocityReference } from './tree';

/** The callbacks of a walk through a template. */
export interface VelocityVisitor {
  /** Called for each node before its children. */
  node?(node: VelocityNode): void;
  /**
   * Called for each reference that is read.
   *
   * @param compared whether it is directly compared, for example to check whether it has a value
   */
  reference?(reference: VelocityReference, compared: boolean): void;
}

/** Walks through everything that a template may evaluate. The service ignores the bodies of macros. */
export function walkVelocity(nodes: readonly VelocityNode[], visitor: VelocityVisitor): void {
  for (const node of nodes) {
    visitor.node?.(node);
    walkNode(node, visitor);
  }
}

function walkNode(node: VelocityNode, visitor: VelocityVisitor): void {
  switch (node.kind) {
    case 'reference':
      if (node.backslashes % 2 === 0) {
        walkReference(node, visitor, false);
      }
      return;
    case 'set':
      walkSteps(node.target, visitor);
      walkExpression(node.value, visitor);
      return;
    case 'if':
      for (const { condition, body } of node.branches) {
        if (condition !== undefined) {
          walkExpression(condition, visitor);
        }
        walkVelocity(body, visitor);
      }
      return;
    case 'foreach':
      walkExpression(node.list, visitor);
      walkVelocity(node.body, visitor);
      return;
    case 'define':
      walkVelocity(node.body, visitor);
      return;
    default:
  }
}

function walkReference(reference: VelocityReference, visitor: VelocityVisitor, compared: boolean): void {
  visitor.reference?.(reference, compared);
  walkSteps(reference, visitor);
}

function walkSteps({ steps }: VelocityReference, visitor: VelocityVisitor): void {
  for (const step of steps) {
    if (step.kind === 'index') {
      walkExpression(step.index, visitor);
    } else if (step.kind === 'method') {
      walkAll(step.args, visitor);
    }
  }
}

function walkAll(expressions: readonly VelocityExpression[], visitor: VelocityVisitor): void {
  for (const expression of expressions) {
    walkExpression(expression, visitor);
  }
}

function walkExpression(expression: VelocityExpression, visitor: VelocityVisitor, compared = false): void {
  switch (expression.kind) {
    case 'reference':
      walkReference(expression, visitor, compared);
      return;
    case 'interpolated':
      walkVelocity(expression.parts, visitor);
      return;
    case 'list':
      walkAll(expression.items, visitor);
      return;
    case 'range':
      walkAll([expression.from, expression.to], visitor);
      return;
    case 'map':
      walkAll(expression.entries.flat(), visitor);
      return;
    case 'not':
      walkExpression(expression.operand, visitor);
      return;
    case 'operation': {
      const compares = expression.operator === '==' || expression.operator === '!=';
      walkExpression(expression.left, visitor, compares);
      walkExpression(expression.right, visitor, compares);
      return;
    }
    default:
  }
}
