import { join } from 'path';
import * as ts from 'typescript';

const ROOT = join(__dirname, '../..');
const LIBRARY = join(ROOT, 'lib');

/** What users of the library may say, by the type checker, and what of it some apps say. */
export class PublicOptions {
  /** Each option as `Interface.option`, each factory as `Class.method`, each construct as `new Class`, each choice as `Enum.MEMBER`. */
  public readonly all: readonly string[];

  private readonly program: ts.Program;
  private readonly checker: ts.TypeChecker;
  private readonly names = new Map<ts.Node, string>();

  /** @param apps paths in the repository */
  public constructor(private readonly apps: readonly string[]) {
    this.program = ts.createProgram([join(LIBRARY, 'index.ts'), ...apps.map((app) => join(ROOT, app))], {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.Node20,
      strict: true,
      skipLibCheck: true,
      noEmit: true,
      types: ['node'],
      paths: { 'cdk8s-gpu-autoscaler': [join(LIBRARY, 'index.ts')] },
    });
    this.checker = this.program.getTypeChecker();
    this.exportedClasses().forEach((declaration) => this.addClass(declaration));
    this.all = [...this.names.values()].sort();
  }

  /** The options that have a value of a type, such as `Duration`, by their interface. */
  public ofType(typeName: string): { readonly [interfaceName: string]: readonly string[] } {
    const found: { [interfaceName: string]: string[] } = {};
    for (const [node, name] of this.names) {
      if (ts.isPropertySignature(node) && node.type?.getText() === typeName) {
        const [interfaceName, option] = name.split('.');
        (found[interfaceName] ??= []).push(option);
      }
    }
    return found;
  }

  /** Of `all` what no app says. */
  public unused(): string[] {
    const used = new Set<string | undefined>();
    const visit = (node: ts.Node): void => {
      this.saidBy(node).forEach((declaration) => used.add(this.names.get(declaration)));
      ts.forEachChild(node, visit);
    };
    this.apps.forEach((app) => visit(this.program.getSourceFile(join(ROOT, app))!));
    return this.all.filter((name) => !used.has(name));
  }

  /** The declarations of what a part of an app says: the options of an object, spread ones too, and what is called by its name. */
  private saidBy(node: ts.Node): readonly ts.Node[] {
    if (ts.isObjectLiteralExpression(node)) {
      const type = this.checker.getContextualType(node);
      return type === undefined ? [] : this.checker.getTypeAtLocation(node).getProperties().flatMap(({ name }) => declarationsOf(type, name));
    }
    if (ts.isNewExpression(node)) {
      return [this.checker.getResolvedSignature(node)!.declaration!];
    }
    return ts.isPropertyAccessExpression(node) ? this.checker.getSymbolAtLocation(node)?.declarations ?? [] : [];
  }

  private exportedClasses(): ts.ClassDeclaration[] {
    const module = this.checker.getSymbolAtLocation(this.program.getSourceFile(join(LIBRARY, 'index.ts'))!)!;
    return this.checker.getExportsOfModule(module).flatMap((symbol) => {
      const [specifier] = symbol.declarations!;
      const target = ts.isExportSpecifier(specifier) ? this.checker.getAliasedSymbol(symbol) : symbol;
      return (target.declarations ?? []).filter(ts.isClassDeclaration);
    });
  }

  private addClass(declaration: ts.ClassDeclaration): void {
    const className = declaration.name!.text;
    for (const member of declaration.members) {
      const modifiers = (ts.canHaveModifiers(member) ? member.modifiers ?? [] : []).map(({ kind }) => kind);
      if (modifiers.some((kind) => [ts.SyntaxKind.PrivateKeyword, ts.SyntaxKind.ProtectedKeyword].includes(kind))) {
        continue;
      }
      if (ts.isConstructorDeclaration(member)) {
        this.names.set(member, `new ${className}`);
        this.addParameters(member);
      } else if (ts.isMethodDeclaration(member) && !member.name.getText().startsWith('_')) {
        if (modifiers.includes(ts.SyntaxKind.StaticKeyword)) {
          this.names.set(member, `${className}.${member.name.getText()}`);
        }
        this.addParameters(member);
      }
    }
  }

  private addParameters({ parameters }: ts.SignatureDeclaration): void {
    parameters.forEach((parameter) => this.addType(this.checker.getTypeAtLocation(parameter)));
  }

  /** The options of a type of the library, and of the types of their values. */
  private addType(type: ts.Type): void {
    this.partsOf(type).forEach((part) => this.addType(part));
    for (const declaration of type.symbol?.declarations ?? []) {
      if (!declaration.getSourceFile().fileName.startsWith(LIBRARY)) {
        continue;
      }
      if (ts.isEnumMember(declaration)) {
        this.names.set(declaration, `${declaration.parent.name.text}.${declaration.name.getText()}`);
      } else if (ts.isInterfaceDeclaration(declaration)) {
        type.getProperties().forEach((option) => this.addOption(option));
      }
    }
  }

  /** The types of a union, of the items of an array, and of the values of a map. */
  private partsOf(type: ts.Type): readonly ts.Type[] {
    if (this.checker.isArrayType(type)) {
      return this.checker.getTypeArguments(type as ts.TypeReference);
    }
    return type.isUnion() ? type.types : [type.getStringIndexType() ?? []].flat();
  }

  private addOption(option: ts.Symbol): void {
    const [declaration] = option.declarations!;
    if (!this.names.has(declaration)) {
      this.names.set(declaration, `${(declaration.parent as ts.InterfaceDeclaration).name.text}.${option.name}`);
      this.addType(this.checker.getTypeOfSymbol(option));
    }
  }
}

function declarationsOf(type: ts.Type, property: string): readonly ts.Declaration[] {
  return (type.isUnion() ? type.types : [type]).flatMap((part) => part.getProperty(property)?.declarations ?? []);
}
